### 무대와 그 머리말.

stage-groups = 무대에 보이는 그룹
stage-both = 둘 다
stage-first-step = 재생한 뒤 컨슈머 하나를 Kill해 보세요.
stage-ran-twice = 이 레코드들은 두 번 처리되었습니다.
stage-ran-twice-count = 지금까지 { $count }개이며, 빨간 줄이 그 위치입니다.
stage-add-consumer = 컨슈머
stage-add-other = 다른 종류의 컨슈머 추가
stage-add-partitions = 파티션
stage-add-partitions-menu = 파티션 또는 토픽 추가
stage-more-partitions = { $topic }: { $count }개 추가
stage-from-to = { $before }개 → { $after }개
stage-new-topic = 새 토픽 …
stage-rolling-restart = 롤링 재시작
