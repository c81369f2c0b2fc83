### 실행을 조작한 결과를 알리는 문장, 그리고 강제 종료 뒤의 질문.

act-fork = 분기 { $number }
act-fork-first = 분기 { $number }
act-fork-starts = { $fork }의 시작 시점은 { $at }입니다.
act-fork-deleted = 삭제했습니다: { $fork }.
act-fork-differs = { $fork }의 내용은 0초부터 다릅니다.
act-seed = 시드 { $seed }: 같은 이야기를 0초부터 다시 실행합니다.
act-run-stays = 화면의 실행은 그대로 둡니다.
act-predict = { $who } 컨슈머를 강제 종료했습니다. 다른 컨슈머가 { $partition } 파티션을 읽기까지 얼마나 걸릴까요?
act-predict-at-once = 즉시
act-predict-seconds = 최대 3초
act-predict-session = 최대 10초, 리밸런스 시간은 별도
act-said-at-once = 예측: 즉시. 지켜보세요.
act-said-seconds = 예측: 최대 3초. 지켜보세요.
act-said-session = 예측: 최대 10초, 리밸런스 시간은 별도. 지켜보세요.
