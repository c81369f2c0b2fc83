### 위쪽 막대.

top-settings = 설정
top-defaults = 기본값
top-changed = { $count }개 변경
top-compare = 비교
top-share = 공유
top-theme = 테마 전환
top-help = 단축키와 도움말
top-classic = classic 프로토콜
top-classic-title = group.protocol=classic: 모든 멤버가 한 지점에서 서로를 기다립니다
top-assignor-title = 그룹이 합의한 assignor
top-release-title = 바꾸지 않은 설정은 이 릴리스의 기본값을 씁니다
top-first-run = 컨슈머 강제 종료
