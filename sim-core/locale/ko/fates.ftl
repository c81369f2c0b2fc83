### 레코드가 어떻게 되었는지 세는 숫자. 표지는 숫자 아래에 있다.

fates-all = 집계와 범례
fates-rebalances = { $count ->
   *[other] 리밸런스
}
fates-open = { " " }+ { $count } 진행 중
fates-stopped = 파티션·초 멈춤
fates-once = 한 번 처리
fates-twice = 두 번 처리
fates-twice-effect = 두 번, { $count }건은 효과 발생
fates-lost = 유실
fates-lost-risk = 유실, 위험 { $count }건
fates-lag = { $count ->
   *[other] lag (레코드)
}
fates-rebalances-title = 그룹이 파티션을 나누어 할당한 횟수입니다.
fates-stopped-title = 읽는 컨슈머가 없던 시간(초)을 모든 파티션에 대해 더한 값입니다.
fates-once-title = 정확히 한 번 처리된 레코드입니다.
fates-twice-title = 두 번 이상 처리된 중복 레코드입니다.
fates-lost-title = commit되었지만 아무도 처리하지 않은 레코드입니다.
fates-skipped-title = position 재설정이나 seek()로 건너뛴 레코드입니다.
fates-lag-title = 생산되었지만 아직 commit되지 않은 레코드입니다.
fates-click = 클릭: 다음 위치로 이동합니다.
