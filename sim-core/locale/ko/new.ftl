### 입력 대화상자, 컨슈머·토픽·파티션 추가.

new-name = 이름

new-consumer = 컨슈머 추가
new-group-hint = 기존 그룹 또는 새 그룹
new-reads-by = 파티션을 얻는 방법
new-reads-what = 토픽, 패턴(orders.*) 또는 파티션(orders-0, orders-1)
new-what-hint = 쉼표로 구분
new-instance-hint = 없음: 동적 멤버
new-assignors-hint = 첫 번째 컨슈머와 같음
new-assign-empty = assign()에는 `orders-0` 같은 파티션이 필요합니다.

new-topic = 새 토픽
new-partitions = 파티션 수
new-rate = 초당 레코드 수
new-keys = 키 종류 수(0: 키 없이 고르게 분산)

new-nobody-to-copy = 시나리오에 복사할 컨슈머가 없습니다.
new-too-many-consumers = 실행 하나에 컨슈머는 최대 { $most }개입니다.
new-too-many-partitions = 실행 하나에 파티션은 최대 { $most }개입니다.
