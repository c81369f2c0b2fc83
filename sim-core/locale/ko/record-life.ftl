### 레코드 하나의 일생.

life-produced = 쓰임
life-to = 파티션: { $partition }.
life-to-before = 파티션: { $partition }, 실행 시작 전.
life-returns = { $who }의 poll()이 반환합니다.
life-company = { $others ->
    [0] 이 파티션에서 혼자입니다.
   *[other] 같은 파티션의 다른 레코드 { $others }개와 함께입니다.
}
life-processed = { $who }에서 처리를 마쳤습니다.
life-processed-again = { $who }에서 다시 처리했습니다.
life-run = { $others ->
    [0] 혼자, { $from_time }~{ $to_time }, generation { $generation }.
   *[other] 다른 레코드 { $others }개와 함께, { $from_time }~{ $to_time }, generation { $generation }.
}
life-commits = { $who }의 commit: { $offset }.
life-covers = 이 레코드를 포함합니다.
life-uncovers = 더는 이 레코드를 포함하지 않습니다.
fate-committed = 한 번 처리됨.
fate-committed-because = commit도 끝났습니다.
fate-uncommitted = 한 번 처리됨.
fate-uncommitted-because = 아직 commit 전입니다.
fate-runs-again = 두 번 처리될 예정.
fate-runs-again-because = 이어 읽는 컨슈머는 커밋된 { $offset }에서 시작합니다.
fate-runs-again-cause = 이어 읽는 컨슈머는 커밋된 { $offset }에서 시작합니다. { $cause }.
fate-twice = 두 번 이상 처리됨.
fate-cause = { $cause }.
fate-lost = 유실.
fate-lost-cause = commit이 지나갔고 아무도 처리하지 않습니다. { $cause }.
fate-skipped = 건너뜀.
fate-skipped-cause = 위치가 되돌아가지 않는 한 읽히지 않습니다. { $cause }.
fate-at-risk = 위험.
fate-at-risk-because = commit이 지나갔지만 아직 처리되지 않았습니다.
fate-in-hand = 처리 중.
fate-in-hand-because = 아직 끝나지 않았습니다.
fate-waiting = 대기 중.
fate-waiting-because = 읽히기를 기다립니다.
