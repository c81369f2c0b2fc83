### 현재 상황과 컨슈머에 대한 질문.

session-ends-in = 세션 만료까지 { $left } 남았습니다.
now-stable-not-all-read = 그룹은 Stable이지만 읽히지 않는 파티션이 있습니다.
now-nobody-reads = 아직 아무도 읽지 않습니다.
now-partitions-wait = 파티션 { $count }개가 그룹을 기다립니다.
now-share = { $count ->
   *[other] { $names }의 담당: { $partitions }.
}
now-share-in = { $count ->
   *[other] { $group }: { $names }, { $partitions }
}
now-lag = lag { $records }, 멈춘 파티션은 없습니다.
now-poll-late = { $who }에서 poll()을 오래 호출하지 않았습니다.
now-client-leaves-in = { $left } 뒤에는 클라이언트가 스스로 그룹을 나갑니다.
now-no-reader-yet = 파티션 { $count }개를 아직 아무도 읽지 않습니다.
now-notice-new = 컨슈머는 다음 메타데이터 갱신 때 새 파티션을 알게 됩니다.
now-none-stopped = 아직 멈춘 파티션은 없습니다.
now-one-stopped = 파티션 1개가 멈췄습니다.
now-all-stopped = 파티션 { $count }개가 모두 멈췄습니다.
now-some-stopped = 파티션 { $count }개가 멈췄고, 나머지는 읽고 있습니다.
unknown-stands-still = { $who }의 정지를 아직 아무도 모릅니다.
unknown-cut = 아직 아무도 모릅니다. { $what }.
unknown-gone = { $who }의 종료를 아직 아무도 모릅니다.
now-empty-waits = 비어 있던 그룹입니다. 코디네이터가 멤버를 더 기다립니다.
now-empty-waits-for = 비어 있던 그룹입니다. 코디네이터가 멤버를 { $left } 더 기다립니다.
now-assigns = 모두 합류했습니다. 파티션 할당: { $leader }.
the-leader = 리더
now-waits-silent = 응답할 수 없는 { $names }의 차례를 기다립니다.
now-waits-batch = { $who }의 배치가 끝나기를 기다립니다.
now-waits-batches = { $names }의 배치가 끝나기를 기다립니다.
now-untold = { $count ->
   *[other] 리밸런스 중입니다. { $names }에는 다음 하트비트 때 알려집니다.
}
now-rejoining = 리밸런스 중입니다. 모두 재합류하고 있습니다.
no-group-subscribes = 이 토픽을 구독하는 그룹이 없습니다.
has-it-assigned = { $who }에 할당되었습니다.
asks-for-offset = 커밋된 오프셋을 조회하고 있습니다.
leader-assigns-again = 리더가 다시 할당합니다.
owner-starts-at-commit = 새 소유자는 커밋된 오프셋부터 시작합니다.
sync-brings = SyncGroup으로 각자의 몫을 받습니다.
no-members = 그룹에 멤버가 없습니다.
joining-starts-delay = 컨슈머가 합류하면 초기 지연이 시작됩니다.
waits-for-session = 코디네이터는 세션이 끝나기를 기다리고, 나머지는 아무것도 모릅니다.
will-remove = 코디네이터가 { $who }의 멤버 자격을 없앱니다.
and-opens = 그리고 리밸런스를 시작합니다.
barrier-in-batch = { $who }: 레코드 { $total }개 중 { $done }번째. poll()을 호출해야 재합류할 수 있으며, { $left } 뒤입니다.
barrier-not-told = { $who }의 다음 하트비트는 { $left } 뒤입니다.
barrier-silent = { $who }의 세션이나 리밸런스 타임아웃이 끝날 때까지 모두 기다립니다.
session-will-end = { $left } 뒤에 세션이 만료됩니다.
why-is-not-running = { $who }, 왜 실행 중이 아닐까요?
why-is-starting = { $who }, 왜 시작 중일까요?
why-is-without = { $who }, 왜 파티션이 없을까요?
why-is-reading = { $who }, 왜 읽고 있을까요?
why-is-idle = { $who }, 왜 쉬고 있을까요?
why-is-late = { $who }, 왜 리밸런스에 늦을까요?
why-is-waiting = { $who }, 왜 기다릴까요?
why-is-frozen = { $who }, 왜 멈췄을까요?
why-is-cut-off = { $who }, 왜 단절되었을까요?
why-is-late-poll = { $who }, 왜 poll()이 늦을까요?
why-is-zombie = { $who }, 왜 소유하지 않은 레코드를 처리하고 있을까요?
why-is-closing = { $who }, 왜 종료 중일까요?
why-is-closed = { $who }, 왜 종료했을까요?
why-is-dead = { $who }, 왜 죽었을까요?
answer-not-started = 프로세스를 시작하지 않았습니다.
answer-starting = 코디네이터를 찾고 있습니다.
answer-joining = 합류 단계가 끝날 때까지 JoinGroup이 보류됩니다.
answer-reading = { $partitions } 소유.
answer-idle = 멤버가 파티션보다 많습니다.
answer-must-rejoin = 알고는 있지만 다음 poll()에서만 재합류할 수 있습니다.
answer-rejoined = JoinGroup을 보냈고, 할당받을 때까지 아무것도 읽지 않습니다.
answer-frozen = 실행 중인 스레드가 없습니다.
answer-cut = { $what }. { $result }
answer-poll-late = max.poll.interval.ms가 지나면 클라이언트가 스스로 그룹을 나갑니다.
answer-fenced = commit이 거부됩니다.
answer-closing = commit하고 파티션을 내놓은 뒤 LeaveGroup을 보냅니다.
answer-closed = 정상적으로 그룹을 나갔습니다.
answer-killed = 강제 종료되어 아무에게도 알리지 못했습니다.
