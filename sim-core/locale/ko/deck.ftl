### 재생 막대: 재생, 단계, 시간, 분기, 속도, 시드.

deck-name = 재생
deck-to-start = 처음으로
deck-to-start-key = 처음으로 (Home)
deck-next-event = 다음 이벤트
deck-play = 재생
deck-pause = 일시 정지
deck-seed = 시드
deck-seed-title = 정수. 같은 시나리오를 0초부터 다른 난수로 실행합니다
deck-speed = 속도
deck-simulated = / { $head } 계산됨
deck-behind = 느려짐
deck-behind-title = 계산이 한 프레임보다 오래 걸려, 가능한 가장 빠른 속도로 재생합니다.
deck-branch = 분기
deck-branch-name = 이름
deck-branch-hint = 긴 세션 타임아웃
deck-compare-marked = 선택한 분기 비교
deck-undo = 마지막 조작 되돌리기
deck-rename-title = 분기 이름 바꾸기
deck-rename = 이름 바꾸기
deck-branch-to = { $time }까지
deck-branch-from = { $time }부터
deck-compare-branch = { $branch } 비교
deck-rename-branch = { $branch } 이름 바꾸기
deck-delete-branch = { $branch } 삭제
deck-past = 과거 시점: 여기서 조작하면 `{ $branch }` 생성
