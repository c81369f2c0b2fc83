### 알림: 토스트, 배너, 깨진 규칙, 깨진 링크.

notice-broken = 시뮬레이터 내부 규칙이 깨졌습니다:
notice-defect = Kafka가 아니라 시뮬레이터의 결함이며, 이후의 내용은 틀릴 수 있습니다.
    링크를 복사해 알려 주세요.
notice-read-only = 이 그림은 재생만 할 수 있고 바꿀 수는 없습니다.
notice-close = 알림 닫기
notice-undo = 되돌리기
notice-clipboard = 여기서는 클립보드를 쓸 수 없습니다. 복사하려던 내용:
notice-default-used = 대신 기본값을 사용합니다.
notice-broken-link = 이 링크를 열 수 없습니다: { $problem }.
notice-other-model = 모델 버전 { $theirs }에서 만든 실행입니다. 이 페이지의 버전: { $ours }.
notice-may-differ = 시각에 따라 다시 실행하며, 결과가 다를 수 있습니다.
notice-broken-file = 파일을 열 수 없습니다: { $problem }.
notice-default-scenario = 기본 시나리오를 표시합니다.
