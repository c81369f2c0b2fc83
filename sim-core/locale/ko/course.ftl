### 여러 사람 앞에서 쓰는 수업과 유인물.

course-link = 링크와 QR 코드
course-place = 수업 { $lesson }/{ $lessons }, 단계 { $step }/{ $steps }
course-previous = 이전
course-next = 다음
course-leave = 나가기
course-full-screen = 전체 화면
course-hidden = 정답은 아직 보이지 않습니다.
course-answer = 정답: { $answer }
course-present = 발표하기
course-handout = 유인물
course-print = 인쇄
course-with-answers = 마지막 장에 정답 포함
course-answers = 정답
course-notes = 메모
course-my-answer = 내 답
course-measuring = 실행을 측정하고 있습니다…
course-consumers = 컨슈머 수, { $least }~{ $most }
course-group = { $who } 컨슈머의 그룹
