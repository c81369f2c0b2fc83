### CLI 탭에서 도구의 출력을 둘러싼 문구.

cli-copy = 복사
cli-copy-label = 명령과 출력 복사
cli-copied = 명령과 출력을 복사했습니다.
cli-no-table-rebalancing = 표가 없습니다. 리밸런스 중이라 파티션을 가진 멤버가 없고, commit도 아직 없습니다.
cli-no-table-offsets = 표가 없습니다. 그룹에 멤버도 커밋된 오프셋도 없습니다.
cli-no-table-members = 표가 없습니다. 그룹에 멤버가 없습니다.
cli-rebalancing = 리밸런스 중입니다. Stable이 될 때까지 멤버에 파티션이 표시되지 않습니다.
cli-logs = 로그에서 보이는 것
cli-log-time = 시각
cli-log-who = 주체
cli-log-what = 내용
