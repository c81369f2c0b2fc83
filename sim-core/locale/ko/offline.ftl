### 읽는 이의 기기에 보관된 페이지.

offline-ready = 새 버전이 준비되었습니다.
offline-reload = 새로 고침
offline-later = 나중에
