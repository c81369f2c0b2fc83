### Lessons for a room of people, and on paper.

course-link = Link and QR code
course-place = Lesson { $lesson } of { $lessons }, step { $step } of { $steps }
course-previous = Back
course-next = Next
course-leave = Leave
course-full-screen = Full screen
course-hidden = The answer is hidden.
course-answer = Answer: { $answer }
course-present = Present
course-handout = Handout
course-print = Print
course-with-answers = With the answers on a last page
course-answers = Answers
course-notes = Notes
course-my-answer = My answer
course-measuring = The runs are being measured…
course-consumers = number of consumers, { $least } to { $most }
course-group = group of { $who }
