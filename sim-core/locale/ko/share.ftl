### 한 순간을 공유하는 대화 상자: 링크, 코드 조각, 미리 보기, 그림, 파일.

share-title = 이 순간 공유
share-lead = { $time }, { $acts }
share-lead-selected = { $time }, { $name } 선택됨, { $acts }
share-acts = { $count ->
    [0] 직접 한 동작 없음
   *[other] 직접 한 동작 { $count }개
}
share-picture-title = { $title }, { $time }
share-link = 링크
share-chars = { $count }자, 채팅과 메일에 안전합니다
share-chars-long = { $count }자: 채팅이나 메일에서 잘릴 수 있습니다. 파일로 저장하세요.
share-copy-link = 링크 복사
share-copy = 복사
share-copied = 복사됨
share-refused = 여기서는 클립보드를 쓸 수 없습니다. 텍스트를 선택해 키보드로 복사하세요.
share-starts = 시작 시각
share-plays = 재생
share-on-click = 클릭 시
share-by-itself = 자동
share-shows = 표시
share-stage = 무대
share-matrix = 매트릭스
share-both = 모두
share-compare = 비교
share-controls = 조작 버튼
share-full = 전체
share-few = 일부
share-none = 없음
share-theme = 테마
share-page = 페이지
share-light = 밝게
share-dark = 어둡게
share-language = 언어
share-frame-hint = 모든 페이지, 스크립트 없음
share-element-hint = 이벤트와 실시간 테마가 있는 요소
share-markdown-hint = 여기로 연결되는 그림, SVG를 옆에 두세요
share-preview = 실시간 미리 보기
share-width = 너비
share-no-preview = 이 페이지를 담은 프레임에서는 미리 보기를 열 수 없어 그림으로 보여 줍니다.
share-qr = 링크의 QR 코드
share-no-qr = QR 코드로 만들기에는 링크가 너무 깁니다.
share-pictures = 슬라이드와 인쇄용
share-png = PNG { $width } × { $height }
share-svg = SVG { $size } kB
share-pictures-hint = QR 코드로 이 순간이 열립니다. SVG에는 설명 텍스트가 들어 있습니다.
share-no-picture = QR 코드로 이 순간이 열립니다. 그림을 저장하려면 매트릭스를 표시하세요.
share-private = 이 페이지 밖으로 나가는 것은 없습니다.
share-private-why = 시나리오, 시드, 동작이 모두 링크 안에 있으며 서버에 저장되지 않습니다.
share-file = 파일
share-file-hint = 실행 전체. 페이지에 놓으면 열립니다
share-save = 저장
share-open = 열기

embed-no-tab = 이 페이지는 랩이 새 탭을 여는 것을 허용하지 않습니다. 이 순간의 링크:
embed-no-tab-copied = 이 페이지는 랩이 새 탭을 여는 것을 허용하지 않습니다. 이 순간의 링크를 복사했습니다.
