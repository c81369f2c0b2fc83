### 그룹 코디네이터 띠.

group-coordinator = 그룹 코디네이터
group-state = 그룹 상태
group-named = 그룹 `{ $name }`
group-barrier = JoinGroup 대기
group-no-rebalance = 리밸런스 없음
group-nobody-joined = 아직 합류한 멤버가 없습니다.
group-more-members = 외 { $count }개
group-nobody-reads = 읽는 컨슈머 없음
group-all-read = 모든 파티션에 읽는 컨슈머가 있습니다.
group-more-tiles = 외 `{ $count }`개
group-stopped-for = { $time }째
group-not-assigned = 아직 할당 안 됨
group-line-empty = 멤버 없음
group-line-members = 멤버 { $count }개, 모든 파티션 읽는 중
group-line-read = 모든 파티션 읽는 중
group-line-stopped = { $count ->
   *[other] 파티션 { $count }개 멈춤
}
