### 언어 선택.

language-not-loaded = { $language }: 불러오지 못했습니다.
