### 링크나 주소 매개변수의 문제.

link-no-reader = 링크를 읽는 부분을 불러오지 못했습니다
link-no-state = # 뒤가 s=로 시작하지 않습니다
link-too-long = { $chars }자입니다. 허용: 최대 { $most }자
link-damaged = 손상된 링크: { $problem }
link-packed = 압축을 풀 수 없음: { $problem }
link-sign = { $place }번째 문자가 "{ $sign }"입니다. 허용: A-Z, a-z, 0-9, -, _
link-cut = 끝부분이 없습니다
link-too-large = 압축을 풀면 실행의 최대 크기(1 MiB)를 넘습니다
link-lesson-too-large = 압축을 풀면 수업의 최대 크기(256 KiB)를 넘습니다
link-changed = 일부가 바뀌었습니다
link-no-scenario = `scenario`와 `builtin` 중 정확히 하나가 있어야 합니다
link-run = 실행이 거부됨: { $problem }

link-parameter = `{ $name }` 값이 "{ $value }"입니다. 허용: { $allowed }
link-allowed-theme = auto, light 또는 dark
link-allowed-language = en 또는 ko
link-allowed-switch = 1 또는 0
link-allowed-view = stage, matrix, both 또는 compare
link-allowed-controls = full, minimal 또는 none
link-allowed-seconds = 0~604800초, 예: 12.5
link-allowed-seed = 0~2^64 − 1의 정수

# What the name of a run may be.
embed-allowed-name = first-run 또는 수업 이름
