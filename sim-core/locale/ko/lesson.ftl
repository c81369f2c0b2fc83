### 수업 파일: 수치, 그리고 파일이 거부되는 이유.

figure-records-total = 기록된 레코드
figure-records-once = 한 번 처리된 레코드
figure-records-twice = 두 번 처리된 레코드
figure-extra-runs = 추가 처리
figure-extra-effects = 추가 효과
figure-records-lost = 유실된 레코드
figure-records-skipped = 건너뛴 레코드
figure-records-pending = 처리되지 않은 레코드
figure-records-parked = 따로 둔 레코드
figure-records-out-of-order = 같은 키의 더 오래된 레코드보다 먼저 처리된 레코드
figure-lag = 마지막 lag
figure-rebalances = 리밸런스
figure-stopped-partition-ms = 전체 파티션 정지 시간
figure-stopped-partitions = 멈춘 파티션
figure-stopped-at-end = 마지막에 멈춘 파티션
figure-longest-stop-ms = 가장 긴 정지
figure-longest-rebalance-ms = 가장 긴 리밸런스
figure-commits-failed = 거부된 commit
figure-poll-timeouts = poll 타임아웃
figure-sessions-expired = 만료된 세션
figure-consumers-failed = 예외로 끝난 컨슈머
figure-consumers = 실행 중인 컨슈머
figure-idle-consumers = 파티션 없는 컨슈머
figure-assigned-max = 한 컨슈머의 최대 파티션
figure-assigned-min = 한 컨슈머의 최소 파티션
figure-assigned-spread = 파티션 수의 차이
figure-generation = 마지막 generation
figure-cooperative = cooperative 프로토콜
figure-changes = 변경
figure-changed-settings = 바꾼 설정
# A figure of one partition.
figure-of = { $partition }: { $figure }
partition-seconds = { $number } 파티션·초

lesson-at-line = { $line }행: { $what }
lesson-in-field = `{ $field }` 값: { $problem }
lesson-with-fix = { $what } ("{ $fix }" 아닌가요?)
lesson-one-change = set, broker, program, consumers, group, act, script 가운데 하나만
lesson-nothing = 없음
lesson-name = a-z, 0-9, { "'-'" } 문자 1~60개
lesson-run-name = a-z, 0-9, { "'-'" } 문자로 된 고유한 이름 (untouched, solution 제외)
lesson-after = { $ms } 초과 (from_ms)
lesson-at-most = { $ms } 이하 (until_ms)
lesson-at-least = { $count } 이상
lesson-no-goals = myth와 함께는 없음
lesson-no-english = 영어가 없는 글
lesson-one-form = choices, number, partition 가운데 하나
lesson-solution-misses = 모범 답안이 목표를 놓칩니다: { $goal } (측정값 { $value })
lesson-passes = 모범 답안만 통과해야 하는데 다음 실행도 모든 목표를 이룹니다: { $run }
lesson-checks-nothing = 잘못된 시도도, 아무것도 하지 않아도 이루는 목표라서 확인하는 것이 없습니다: { $goal }
lesson-answers = 손대지 않은 실행에서 맞는 답의 수: { $count } (하나여야 합니다)
lesson-proof-fails = 성립하지 않음: { $rule } ({ $measured })
lesson-empty-gap = 채워지지 않는 빈칸: { "{" }{ $figure }{ "}" }
lesson-bare-figure = 시나리오가 정한 수가 아닙니다: { $number } (빈칸으로 쓰거나, 설정이나 이름이면 코드로 쓰십시오)

yaml-too-long = { $max }바이트를 넘는 파일
yaml-too-deep = 너무 깊은 중첩 (최대 { $max })
yaml-empty = 빈 파일
yaml-second-document = 두 번째 문서가 있습니다. 파일 하나가 수업 하나입니다
yaml-unsupported = 수업에서는 앵커, 별칭, 태그를 쓰지 않습니다
yaml-key = 키는 단어여야 합니다
yaml-repeated-key = 같은 키가 두 번 있음: { $key }
yaml-unit = 단위가 있는 시간, 예: { $example }
yaml-whole = { $unit } 단위의 정수
lesson-refused = 실행 { $run } 안에서 거부된 명령: { $why }
lesson-own-run = 실행 이름이 없는 수치 (해당 실행의 값입니다)

# A rule, a figure or a text that is none; $known is a list of names.
misread-figure = 알 수 없는 수치 `{ $name }`. 알려진 이름: { $known }
misread-partition = 파티션 하나로는 재지 않는 수치: `{ $name }`. 허용: { $known }
misread-sign = 비교하는 것이 없습니다: `{ $text }`. 허용: 수치, 그리고 `<`, `<=`, `=`, `!=`, `>=`, `>` 중 하나, 그리고 값
misread-count = `{ $name }` 수치의 값이 아닙니다: `{ $value }`. 허용: 정수 또는 다른 수치
misread-time = `{ $name }` 수치의 값이 아닙니다: `{ $value }`. 허용: `2s`, `500ms` 같은 시간 또는 다른 수치
misread-open = 닫히지 않은 기호: { $mark } ("{ $text }"). 허용: 같은 줄 안에서 닫기
lesson-of-field = `{ $field }` 안에서: { $problem }
yaml-syntax = YAML이 아닙니다 ({ $said }). 콜론이 있거나 기호로 시작하는 글은 따옴표로 감싸고 들여쓰기를 확인하십시오
