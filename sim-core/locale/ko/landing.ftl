### 첫 화면.

landing-nav = 화면
landing-incident = 지금 일어나는 일
# $partition is a name, $state a state of the group.
landing-nobody = 읽히지 않는 파티션: { $partition }. 그룹 상태: { $state }.
landing-all-read = 모든 파티션이 읽히고 있습니다.
landing-unnoticed = { $letter } 컨슈머가 { $since } 전에 kill되었지만 아무도 모릅니다. 세션이 끝나려면 { $left } 남았습니다. 재생해서 지켜보거나 직접 개입해 보십시오.
landing-noticed = 코디네이터가 { $letter } 컨슈머를 포기했습니다. 읽고 커밋하지 않은 것은 두 번 처리됩니다.
landing-step-in = 컨슈머를 kill하고 그룹이 어떻게 하는지 보십시오.
landing-play = 이어서 재생
landing-guess = 먼저 예측하기
landing-cli = CLI 출력
landing-lessons-lead = 예측하고, 실행하고, 비교합니다. 모두 검사로 끝납니다.
landing-all = 모든 수업
landing-lab = 랩
landing-lab-words = 내 그룹, 내 설정: consumer.properties를 붙여 넣고, 무엇이든 kill하고, 시간을 오가며 이유를 물어보십시오.
landing-lab-open = 랩 열기
landing-compare = 비교
landing-embed = 임베드
landing-embed-words = 문서에 두 줄이면 됩니다. 재생을 누르기 전에는 그림, 누르면 랩 전체입니다. 밝게, 어둡게, 영어, 한국어.
landing-fidelity = 충실도
landing-recordings = 빌드마다 다시 실행하는 실제 Kafka 4.3.1 브로커의 기록
landing-assignments = 하나씩 비교하는 Kafka assignor와 partitioner의 답
landing-differ = 다른 결과
landing-foot = 이 페이지 안에서 실행됩니다. 아무것도 보내거나 모으지 않습니다.
landing-cli-part = lag이 가장 큰 파티션, 아홉 열 중 다섯
