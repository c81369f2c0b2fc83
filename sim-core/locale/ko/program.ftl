### 프로그램을 말로: 폼의 선택지와 카드의 설명.

program-kind-constant = 항상 같음
program-kind-random = 무작위
program-kind-tail = 롱테일 분포
program-kind-slow-key = 느린 키 하나
program-time-random = { $low }~{ $high } ms 무작위
program-time-tail = { $time } ms, 롱테일 분포
program-time-slow-key = { $usual } ms, 키 { $key }: { $slow } ms

program-commit-auto = 자동, enable.auto.commit에 따름
program-commit-sync-batch = 배치마다 commitSync()
program-commit-sync-record = 레코드마다 commitSync()
program-commit-sync-every = 배치 뒤 commitSync(), 레코드 { $records }개마다
program-commit-explicit-every = 배치 안에서 commitSync(offsets), 레코드 { $records }개마다
program-commit-before = 처리 전에 commitSync()
program-commit-async-batch = 배치마다 commitAsync()
program-commit-async-retry = commitAsync(), 실패하면 재전송
program-commit-async-sequence = commitAsync(), 더 새로운 commit이 없으면 재전송
program-commit-async-offset = commitAsync(), 오프셋이 더 크면 재전송
program-commit-async-close = commitAsync(), close() 전에 commitSync()
program-commit-outside = 처리 결과와 함께 오프셋 저장
program-commit-never = 하지 않음

program-no-workers = 없음: poll 스레드가 처리
program-workers-auto = 워커, 자동 commit
program-workers-prefix = 워커, 끝난 앞부분까지 commit
program-workers-pause = 워커, pause()와 resume()
program-pool-auto = 워커 { $count }개, 자동 commit, 대기 최대 { $queue }개
program-pool-prefix = 워커 { $count }개, 끝난 앞부분까지 commit, 대기 최대 { $queue }개
program-pool-pause = 워커 { $count }개, pause()와 resume(), 대기 최대 { $queue }개

program-poison-crash = 예외로 루프 종료
program-poison-kill = 프로세스 즉시 종료
program-poison-skip = 로그를 남기고 건너뜀
program-poison-dead-letter = dead-letter 토픽으로 보냄
program-poison-retry = 계속 재시도
program-poison-retry-every = { $ms } ms마다 계속 재시도

program-sink-plain = 중복 처리가 다시 반영됨
program-sink-idempotent = 멱등: 중복 처리해도 변화 없음

program-seek-nowhere = seek 없음
program-seek-beginning = 할당 시 seekToBeginning()
program-seek-end = 할당 시 seekToEnd()
program-seek-offset = 할당 시 한 오프셋으로 seek()
program-seek-time = 할당 시 특정 시각으로 seek()
program-seeks-to = 할당 시 seek(), 오프셋 { $offset }
program-seeks-ago = 할당 시 seek(), { $ms } ms 전 시각
program-ms-in = { $callback }에서 { $ms } ms
program-keeps-offsets = 오프셋 맵 유지
program-does-nothing = 아무것도 하지 않음

program-next-poll = poll() 타임아웃: { $ms } ms
program-next-time = 레코드당 처리 시간: { $what }
program-next-commits = commit: { $what }
program-next-listener = 리밸런스 리스너: { $what }
program-next-workers = 워커: { $what }
program-next-poison = 처리 불가 레코드: { $what }
program-next-sink = 싱크: { $what }
program-not-modelled = { $setting }(시뮬레이션 제외)

program-of-group = 그룹 { $name }
program-assigns = assign(): 그룹 멤버 아님
program-subscribes-nothing = 구독 없음
program-subscribes = 구독: { $topics }

program-slow = 느리게
program-slow-hint = 레코드당 처리 시간 10배
program-block = 막기
program-block-hint = 배치 처리 중에 막기
program-block-short = 2초 막기
program-block-longer = 30초 막기
program-block-long = 6분 막기
