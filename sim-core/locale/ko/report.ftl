### Markdown 리포트의 제목, 열, 셀.

report-model = Kafka { $release }, classic 프로토콜, Rebalance Lab 모델 { $model } 기준.
report-run = 시드 { $seed }, 분기 { $branch }, 0초부터 { $to }까지.
report-open = 이 실행 열기
report-none = 없음.
report-settings = 기본값과 다른 설정
report-acts = 실행한 조작
report-rebalances = 리밸런스
report-fates = 레코드 처리 결과
report-partitions = 파티션
report-worst = 가장 큰 문제

report-where = 위치
report-key = 키
report-value = 값
report-default = 기본값
report-broker = 브로커
report-all = 전체
report-no-value = 없음

report-group = 그룹
report-generation = Generation
report-from = 시작
report-to = 끝
report-took = 걸린 시간
report-opened = 시작 원인
report-not-over = 진행 중

report-what = 항목
report-number = 수
report-once = 한 번 처리된 레코드
report-twice-or-more = 두 번 이상 처리된 레코드
report-extra-runs = 추가로 처리된 횟수
report-records-lost = 유실된 레코드
report-records-skipped = 건너뛴 레코드
report-pending = 아직 처리되지 않은 레코드
report-written = 쓰인 레코드
report-stopped = 읽는 컨슈머가 없던 시간, 전체 파티션 합계

report-partition = 파티션
report-nobody-read = 읽지 않은 시간
report-twice = 중복
report-lost = 유실
report-skipped = 건너뜀

report-next = 다음
report-setting = (`{ $key }` 값 { $value }, 기본값 { $default })
