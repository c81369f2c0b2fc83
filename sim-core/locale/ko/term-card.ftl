### 용어 카드와 용어 목록.

glossary-title = 용어집
glossary-filter = 용어 찾기
glossary-none = 그 말이 든 용어가 없습니다.
glossary-count = 용어 { $count }개
glossary-seen = 랩에서: { $place }
