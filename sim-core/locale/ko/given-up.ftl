### 그룹이 더 이상 구독하지 않는 토픽의 파티션.

now-not-asked-for = 더 이상 아무도 요청하지 않는 파티션이 { $count }개 있습니다.
now-commits-stay = 커밋된 오프셋은 만료될 때까지 남아 있으므로 lag이 늘어납니다. CONSUMER-ID는 "-"입니다.
why-not-asked-for = 이 토픽을 구독하는 컨슈머가 더 이상 없습니다(그룹 { $group }).
group-not-asked-for = 더 이상 구독하지 않음
tile-not-asked-for = 더 이상 구독하는 컨슈머 없음
