### 화면을 듣는 사람을 위한 파티션 타일의 설명.

tile-said = { $state }, position { $position }, 커밋된 오프셋 { $committed }, 로그 끝 { $end }
tile-nobody = 읽는 컨슈머 없음
tile-read-by = 읽는 컨슈머 { $who }
tile-arriving = 할당 대상 { $who }, 아직 fetch 전
tile-leaving = { $who }에서 회수 중
tile-none = 없음
