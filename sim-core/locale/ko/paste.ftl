### 붙여넣은 줄이나 텍스트의 문제.

paste-too-long = 텍스트가 { $bytes }바이트입니다. 허용: 최대 { $most }바이트.
paste-too-many = 설정이 { $most }개를 넘습니다. 나머지는 읽지 않습니다.
paste-control = 키나 값에 제어 문자가 있습니다.
paste-key-long = 키가 { $bytes }바이트입니다. 허용: 최대 { $most }바이트.
paste-unicode = \u 뒤에는 16진수 네 자리가 와야 합니다.
paste-json-nested = { $key } 값이 목록이나 객체입니다. 단순한 값만 읽습니다.
paste-json-after = 객체 뒤에는 아무것도 올 수 없습니다.
paste-json-sign = JSON에서 이 자리에 올 기호: { $wanted }. 실제 기호: { $found }.
paste-json-end = 텍스트가 중간에 끝났습니다. JSON에서 이 자리에 올 기호: { $wanted }.
paste-json-string = 문자열이 닫히지 않았습니다.
paste-json-value = 값이 없습니다.
paste-json-open = 목록이나 객체가 닫히지 않았습니다.
paste-yaml-tabs = YAML 들여쓰기에는 공백만 씁니다.
paste-yaml-form = key: value 형식이 아닙니다.
paste-yaml-list = 목록이 닫히지 않았습니다.
paste-yaml-placeholder = 플레이스홀더입니다. 실제 값을 여기서는 알 수 없습니다.
paste-yaml-anchor = 앵커는 읽지 않습니다. 값을 직접 쓰세요.
paste-yaml-alias = 별칭은 읽지 않습니다. 값을 직접 쓰세요.
paste-yaml-tag = 태그는 읽지 않습니다. 값을 직접 쓰세요.
paste-yaml-map = 중괄호로 쓴 맵은 읽지 않습니다. 값을 직접 쓰세요.
paste-yaml-nested = 목록 안의 목록은 읽지 않습니다. 값을 직접 쓰세요.
paste-yaml-lines = 여러 줄에 걸친 텍스트는 읽지 않습니다. 값을 직접 쓰세요.
paste-yaml-quote = 따옴표가 닫히지 않아 읽지 않습니다. 값을 직접 쓰세요.
