### 옆 패널과 탭.

side-name = 원인, 코드, 이벤트, 레코드, CLI, 설정
side-tabs = 옆 패널
side-why = 원인
side-code = 코드
side-events = 이벤트
side-records = 레코드
side-cli = CLI
side-settings = 설정
