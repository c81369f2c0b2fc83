### 나란히 놓은 실행.

compare-runs = 나란히 놓은 실행
compare-back = 무대로 돌아가기
compare-what = 비교 대상
compare-protocols = Eager와 Cooperative
compare-eager = 모두가 전부 내놓고 가장 느린 멤버를 기다립니다.
compare-cooperative = 옮길 파티션만 내놓습니다. 옮기려면 두 번째 라운드가 필요합니다.
compare-stopped = 멈춤
compare-partitions = 멈춘 파티션
compare-longest = 가장 긴 멈춤
compare-twice = 두 번 처리
compare-lost = 유실
compare-rebalances = 리밸런스
compare-partition-seconds = { $figure } 파티션·초
compare-share = { $all }개 중 { $count }개
compare-caption = 멈춘 파티션: { $runs }.
compare-caption-first = { $run } { $all }개 중 { $count }개
compare-caption-other = { $run } { $count }개
compare-costs = 멈춤은 { $stopped } 파티션·초, 두 번 처리된 레코드는 { $twice }개입니다.
compare-against = { $first } 대 { $second }
compare-nothing = 비교할 실행이 없습니다.
compare-none-stopped = 아직 멈춘 파티션이 없습니다.
compare-all-get-it = 컨슈머를 추가하거나 close 또는 kill하면 모든 실행에 똑같이 적용됩니다.
compare-one-tape = 같은 기록, 같은 시계
compare-one-clock = 같은 시계 위의 분기
compare-seed = 시드 { $seed }
compare-totals-at = { $time } 시점의 합계
