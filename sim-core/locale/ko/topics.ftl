### 토픽: 여러 그룹이 읽는 토픽과 토픽 전체를 나타내는 행.

why-nobody-reads-in = { $partition }, { $group } 그룹에서 왜 아무도 읽지 않을까요?
why-nobody-read-in = { $partition }, { $group } 그룹에서 왜 아무도 읽지 않았을까요?
why-nobody-reads-yet-in = { $partition }, { $group } 그룹에서 왜 아직 아무도 읽지 않을까요?
now-stopped-in = { $group }: 멈춘 파티션 { $count }개
now-no-reader-yet-in = { $group }: 아직 아무도 읽지 않는 파티션 { $count }개
now-groups-not-all-read = 일부 그룹에 읽히지 않는 파티션이 있습니다.
# 접힌 행 옆 버튼들의 이름.
matrix-topics = 토픽, 화살표 키로 이동
