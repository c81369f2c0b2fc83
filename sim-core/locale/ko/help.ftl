### 단축키와 색의 뜻.

help-title = 도움말
help-lead = 그룹의 컨슈머는 파티션을 나누어 맡고, 코디네이터는 사라진 멤버를 알아채 파티션을 다시 나누게
    합니다. 이것이 리밸런스입니다. 재생을 누르고 컨슈머를 kill해 무엇이 멈추고 무엇이 두 번 처리되는지,
    그리고 왜 그런지 확인해 보세요. 그런 다음 과거로 돌아가 이번에는 close해 보세요.
help-colours = 색은 소유자, 빗금은 읽는 컨슈머 없음, 빨간색은 두 번 처리, 검은 마름모는 유실입니다.
    과거 시점에서 조작하면 새 분기가 시작되고, 기존의 미래는 그대로 남습니다.
help-switch = 단축키 사용
help-key-play = Space
help-play = 재생, 일시 정지
help-key-next = . 또는 PageDown
help-next = 다음 이벤트
help-key-previous = , 또는 PageUp
help-previous = 이전 이벤트
help-key-step = →, ←
help-step = 100 ms, Shift와 함께 1 ms
help-key-speed = [, ]
help-speed = 느리게, 빠르게
help-ends = 처음, 계산된 끝
help-matrix = 매트릭스에서: 확대·축소, 이전, 이후
help-key-select = ↑, ↓
help-select = 선택
help-actions = 선택한 컨슈머의 조작 버튼
help-card = 포커스된 카드에서: Close, Kill, 정지, 단절, 지연
help-nothing = 선택 해제
help-consumer = 컨슈머 추가
help-partition = 파티션 추가
help-rolling = 롤링 재시작
help-tabs = 원인, 코드, 이벤트, 레코드, 설정
help-code = 코드에서: 최악의 줄, 그 자리에서 분기, 다음 commit 방식
help-find = 설정 찾기
help-compare = EAGER와 COOPERATIVE 비교
help-link = 공유
help-key-answer = 1~3
help-answer = 예측에 답하기
