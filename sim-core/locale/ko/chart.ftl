### 행렬 아래의 곡선: 옆의 제목과 설명, 그리고 같은 내용을 말로.

chart-lag = Lag
chart-lag-note = 빗금: 멈춤
chart-rate = 레코드/초
chart-rate-note = 점선: 생산량
chart-said-lag = lag은 레코드 { $lag }개이며, 그중 { $stopped }개는 아무도 읽지 않는 파티션에 있습니다.
chart-said-rate = 초당 레코드 { $processed }개를 처리하고 { $produced }개를 생산합니다.
