### 수와 단위, 시간.

records = 레코드 { $count }개
partitions = 파티션 { $count }개
consumers = 컨슈머 { $count }개
seconds = { $number }초
milliseconds = { $number } ms
list-end = { $first }, { $last }
