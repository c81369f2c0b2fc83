### 실제 브로커의 기록. 같은 스크립트의 시뮬레이션 위에 보입니다.

fidelity-every = 모든 기록 보기
fidelity-lead = 실제 Apache Kafka 4.3.1의 기록과 같은 스크립트의 시뮬레이션이 일치하는 실행: { $counted }개 중 { $agree }개. 아직 시뮬레이션하지 않는 새 프로토콜의 기록: { $later }개.
fidelity-rules = 비교하는 것
fidelity-compared = 컨슈머마다 콜백과 그 파티션, generation, 실패한 커밋과 예외. 코디네이터의 로그. 기록의 허용 오차 안에서 콜백과 그 로그의 시각. 생산 속도 곱하기 허용 오차 더하기 한 배치 안에서 커밋, 커밋된 오프셋, 두 번 처리되거나 처리되지 않은 것.
fidelity-not-compared = 비교하지 않는 것은 한 poll 안의 파티션 순서와 poll의 수(Kafka에서도 우연입니다), 하트비트 하나하나의 시각, 한 스크립트의 여러 기록이 서로 다른 것입니다.
fidelity-costs = 실제 프로세스의 비용은 잰 값입니다. 시작, 로그 쓰기, 리더의 계산, 늦는 타이머, 한 poll에서 다음 poll까지.
fidelity-all = 모든 기록
fidelity-recording = 기록
fidelity-what = 비교한 것
fidelity-largest = 가장 큰 차이
fidelity-result = 결과
fidelity-figures = 콜백 { $callbacks }건, generation { $generations }개, 커밋 { $commits }건, 커밋된 오프셋 { $offsets }개
# 6 of 150 ms: the largest difference, and what is allowed.
fidelity-of = { $tolerance } ms 중 { $largest } ms
fidelity-agrees = 일치
fidelity-differs = 다름
fidelity-later = 아직 시뮬레이션 없음
fidelity-vectors = Kafka assignor와 partitioner의 답
fidelity-file = 파일
fidelity-cases = 사례
# $result is agrees or differs, $figures a list of what was compared.
fidelity-facts = 실제 Kafka 4.3.1과 비교한 것: { $figures }. 시각의 가장 큰 차이: { $largest } ms, 허용: { $tolerance } ms. 결과: { $result }.
fidelity-facts-later = 실제 Kafka 4.3.1의 기록입니다. 새 프로토콜은 아직 시뮬레이션하지 않으므로 비교할 것이 없습니다.
fidelity-before = 이전 기록
fidelity-after = 다음 기록
fidelity-in-lab = 시뮬레이션을 랩에서 열기
fidelity-recorded = 기록: Kafka 4.3.1
fidelity-simulated = 지금 여기의 시뮬레이션
fidelity-stretch = 보이는 구간
fidelity-whole = 실행 전체
# A mark where a process was started.
fidelity-started = { $who } 시작
# The canvas between the runs, and its name beside it.
fidelity-strip = 밀리초로 나타낸 차이. 아래 표에 모두 있습니다
fidelity-strip-name = 차이, ms
fidelity-note = 기록된 것은 콜백, poll, 커밋입니다. 두 실행 모두 onPartitionsAssigned부터 컨슈머가 파티션을 가집니다. 두 번 처리된 레코드는 처리된 곳에 표시되며, 기록에서는 배치 전체에 표시됩니다. 기록에서 건너뛴 레코드는 그 뒤의 첫 poll에 표시됩니다. lag는 기록된 프로듀서의 박자로 셉니다.
# The causes of marks, after "40 records: ".
fidelity-cause-twice = 이 배치에 있었고 이미 처리된 것입니다
fidelity-cause-lost = 커밋된 채로 처리하던 프로세스가 끝났습니다
fidelity-cause-skipped = 첫 poll이 그 뒤에서 시작했습니다
fidelity-beats = 시각의 차이
fidelity-event = 일어난 일
fidelity-recorded-ms = 기록, 초
fidelity-simulated-ms = 시뮬레이션, 초
fidelity-difference = 차이, ms
# Lines of the coordinator; $who is the letter of a consumer.
fidelity-prepare = generation { $generation } 다음 PreparingRebalance
fidelity-joined = generation { $generation }, 멤버 { $members }개
fidelity-empty = Empty, generation { $generation }
fidelity-leave = { $who } 컨슈머의 LeaveGroup
fidelity-static-added = 정적 멤버 { $who } 참여
fidelity-static-replaced = 정적 멤버 { $who } 교체
fidelity-ending = 끝에 남은 것
fidelity-ending-note = 단위는 레코드입니다. 허용 오차 동안 생산된 것과 한 배치만큼은 다를 수 있습니다.
fidelity-recorded-short = 기록
fidelity-simulated-short = 시뮬레이션
fidelity-never = 처리 안 됨
fidelity-no-list = 기록의 목록을 불러오지 못했습니다.
fidelity-unknown = 기록이 없습니다: “{ $name }”.
fidelity-broken = 기록을 읽을 수 없습니다: { $problem }
