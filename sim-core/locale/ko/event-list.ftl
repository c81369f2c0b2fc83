### 이벤트 탭과 그룹 선택.

list-label = 이벤트, 최신순
list-none = 이런 이벤트는 아직 없습니다.
list-kinds = 종류별 필터
list-all = 전체
list-you = 내 조작
list-coordinator = 코디네이터
list-callback = 콜백
list-commit = commit
list-hazard = 위험
list-client = 클라이언트
list-only-about = { $what } 관련만
list-selected = 선택한 컨슈머나 파티션
list-group = 그룹
