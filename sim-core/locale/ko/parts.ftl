### 페이지 틀, 대화 상자, 결과를 보기 전의 질문.

part-stage = 무대
part-close = 닫기
part-add = 추가
part-loading = 불러오는 중 …
part-not-loaded = 이 부분을 불러오지 못했습니다. 나머지는 그대로 쓸 수 있습니다.
part-retry = 다시 시도
part-prediction = 예측
part-skip = 건너뛰기
part-panic = 그룹이 아니라 시뮬레이터 자체에 오류가 났습니다: { $problem }. 계속하려면 페이지를 새로
    고치세요. 이 링크와 함께 알려 주시면 도움이 됩니다: { $link }
