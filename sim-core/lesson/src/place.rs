//! Finds the line of a field in the JSON of a lesson, whose lines are those of the file.

/// The line of the field at `path` (`scenario.topics.orders.partitions`), or of the nearest thing
/// around it. Items of a list are found by number or by their `name`.
pub(crate) fn line_of(json: &str, path: &str) -> usize {
    let mut walk = Walk {
        text: json.as_bytes(),
        at: 0,
        line: 1,
    };
    walk.blank();
    walk.find(path.trim_matches('.'))
}

struct Walk<'a> {
    text: &'a [u8],
    at: usize,
    line: usize,
}

impl Walk<'_> {
    fn peek(&self) -> u8 {
        self.text.get(self.at).copied().unwrap_or(b' ')
    }

    fn step(&mut self) {
        if self.peek() == b'\n' {
            self.line += 1;
        }
        self.at += 1;
    }

    fn blank(&mut self) {
        while self.at < self.text.len()
            && matches!(self.peek(), b' ' | b'\n' | b'\t' | b'\r' | b',' | b':')
        {
            self.step();
        }
    }

    fn find(&mut self, path: &str) -> usize {
        let here = self.line;
        match self.peek() {
            b'{' if !path.is_empty() => self.in_map(path).unwrap_or(here),
            b'[' if !path.is_empty() => self.in_list(path).unwrap_or(here),
            _ => here,
        }
    }

    fn in_map(&mut self, path: &str) -> Option<usize> {
        self.step();
        loop {
            self.blank();
            if self.peek() != b'"' {
                return None;
            }
            let line = self.line;
            let key = self.string();
            self.blank();
            if let Some(rest) = path.strip_prefix(key.as_str()) {
                if rest.is_empty() {
                    return Some(line);
                }
                if let Some(rest) = rest.strip_prefix(['.', '[']) {
                    return Some(self.find(rest));
                }
            }
            self.skip();
        }
    }

    fn in_list(&mut self, path: &str) -> Option<usize> {
        let first = path.split(['.', ']']).next().unwrap_or_default();
        let rest = path[first.len()..].trim_start_matches([']', '.']);
        let wanted: Option<usize> = first.parse().ok();
        self.step();
        for index in 0.. {
            self.blank();
            if matches!(self.peek(), b']') || self.at >= self.text.len() {
                return None;
            }
            let is_it = match wanted {
                Some(wanted) => wanted == index,
                None => self.is_named(first),
            };
            if is_it {
                return Some(self.find(rest));
            }
            self.skip();
        }
        None
    }

    /// Whether the map that begins here has `name: wanted`.
    fn is_named(&self, wanted: &str) -> bool {
        let mut probe = Walk {
            text: self.text,
            at: self.at,
            line: self.line,
        };
        if probe.peek() != b'{' {
            return probe.peek() == b'"' && probe.string() == wanted;
        }
        probe.step();
        loop {
            probe.blank();
            if probe.peek() != b'"' {
                return false;
            }
            let key = probe.string();
            probe.blank();
            if key == "name" && probe.peek() == b'"' {
                return probe.string() == wanted;
            }
            probe.skip();
        }
    }

    /// A string without its escapes resolved: keys and names have none.
    fn string(&mut self) -> String {
        self.step();
        let from = self.at;
        while self.at < self.text.len() && self.peek() != b'"' {
            if self.peek() == b'\\' {
                self.step();
            }
            self.step();
        }
        let text = String::from_utf8_lossy(&self.text[from..self.at.min(self.text.len())]);
        self.step();
        text.into_owned()
    }

    fn skip(&mut self) {
        let mut depth = 0_usize;
        while self.at < self.text.len() {
            match self.peek() {
                b'"' => {
                    self.string();
                }
                b'{' | b'[' => {
                    depth += 1;
                    self.step();
                }
                b'}' | b']' => {
                    if depth == 0 {
                        return;
                    }
                    depth -= 1;
                    self.step();
                }
                b',' if depth == 0 => return,
                _ => self.step(),
            }
            if depth == 0 && matches!(self.peek(), b',' | b'}' | b']' | b'\n') {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::line_of;

    #[test]
    fn fields_are_found_on_their_line() {
        let json = "{\"name\": \"x\",\n\"scenario\": {\"topics\":\n[{\"name\": \"orders\",\n\"partitions\": 9}],\n\"props\": {\n\"session.timeout.ms\": 1}},\n\"goals\":\n[\"a\",\n\"b\"]}";
        assert_eq!(line_of(json, "scenario.topics.orders.partitions"), 4);
        assert_eq!(line_of(json, "scenario.topics[0].partitions"), 4);
        assert_eq!(line_of(json, "scenario.props.session.timeout.ms"), 6);
        assert_eq!(line_of(json, "goals[1]"), 9);
        assert_eq!(line_of(json, "scenario.consumers"), 2);
        assert_eq!(line_of(json, "nothing"), 1);
    }
}
