//! A wasm module in sections, and its functions in another order.

/// Sections that name functions.
const IMPORTS: u8 = 2;
const FUNCTIONS: u8 = 3;
const GLOBALS: u8 = 6;
const EXPORTS: u8 = 7;
const START: u8 = 8;
const ELEMENTS: u8 = 9;
const CODE: u8 = 10;

/// A module whose functions can move.
pub struct Module<'a> {
    sections: Vec<(u8, &'a [u8])>,
    imported: usize,
    bodies: Vec<&'a [u8]>,
}

impl<'a> Module<'a> {
    pub fn read(bytes: &'a [u8]) -> Option<Self> {
        let mut from = Reader(bytes.strip_prefix(b"\0asm\x01\0\0\0")?);
        let mut sections = Vec::new();
        while !from.0.is_empty() {
            sections.push((from.byte()?, from.sized()?));
        }
        let section = |wanted| sections.iter().find(|(id, _)| *id == wanted);
        let imported = section(IMPORTS).map_or(Some(0), |(_, body)| imported_functions(body))?;
        let mut code = Reader(section(CODE)?.1);
        let count = code.number()?;
        let bodies: Option<Vec<_>> = (0..count).map(|_| code.sized()).collect();
        let bodies = bodies?;
        Some(Self {
            sections,
            imported,
            bodies,
        })
    }

    pub fn bodies(&self) -> &[&'a [u8]] {
        &self.bodies
    }

    /// The same module with its bodies in this order.
    pub fn reordered(&self, order: &[usize]) -> Option<Vec<u8>> {
        let mut places: Vec<usize> = (0..self.imported + order.len()).collect();
        for (place, index) in order.iter().enumerate() {
            places[self.imported + index] = self.imported + place;
        }
        let mut module = b"\0asm\x01\0\0\0".to_vec();
        for (id, body) in &self.sections {
            let mut copy = Copy {
                from: Reader(body),
                to: Vec::new(),
                places: &places,
            };
            match *id {
                FUNCTIONS => copy.types(order)?,
                GLOBALS => copy.each(Copy::global)?,
                EXPORTS => copy.each(Copy::export)?,
                START => copy.function()?,
                ELEMENTS => copy.each(Copy::element)?,
                CODE => copy.code(order, &self.bodies)?,
                _ => copy.to.extend_from_slice(body),
            }
            module.push(*id);
            put(&mut module, copy.to.len());
            module.append(&mut copy.to);
        }
        Some(module)
    }
}

fn imported_functions(section: &[u8]) -> Option<usize> {
    let mut from = Reader(section);
    let mut functions = 0;
    for _ in 0..from.number()? {
        from.sized()?;
        from.sized()?;
        match from.byte()? {
            0 => {
                from.number()?;
                functions += 1;
            }
            kind @ (1 | 2) => {
                if kind == 1 {
                    from.byte()?;
                }
                let has_end = from.byte()? & 1 == 1;
                from.number()?;
                if has_end {
                    from.number()?;
                }
            }
            3 => {
                from.take(2)?;
            }
            _ => return None,
        }
    }
    Some(functions)
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1).map(|byte| byte[0])
    }

    fn leb(&mut self) -> Option<&'a [u8]> {
        let length = self.0.iter().position(|byte| byte & 0x80 == 0)? + 1;
        self.take(length)
    }

    fn number(&mut self) -> Option<usize> {
        let digits = self.leb()?.iter().rev();
        Some(digits.fold(0, |number, byte| number << 7 | usize::from(byte & 0x7F)))
    }

    fn sized(&mut self) -> Option<&'a [u8]> {
        let size = self.number()?;
        self.take(size)
    }
}

fn put(to: &mut Vec<u8>, mut number: usize) {
    loop {
        let byte = u8::try_from(number & 0x7F).expect("seven bits fit");
        number >>= 7;
        if number == 0 {
            return to.push(byte);
        }
        to.push(byte | 0x80);
    }
}

/// Copies a section with other places of functions.
struct Copy<'a> {
    from: Reader<'a>,
    to: Vec<u8>,
    places: &'a [usize],
}

impl Copy<'_> {
    fn bytes(&mut self, count: usize) -> Option<()> {
        self.to.extend_from_slice(self.from.take(count)?);
        Some(())
    }

    fn lebs(&mut self, count: usize) -> Option<()> {
        for _ in 0..count {
            self.to.extend_from_slice(self.from.leb()?);
        }
        Some(())
    }

    fn count(&mut self) -> Option<usize> {
        let count = self.from.number()?;
        put(&mut self.to, count);
        Some(count)
    }

    fn function(&mut self) -> Option<()> {
        let place = *self.places.get(self.from.number()?)?;
        put(&mut self.to, place);
        Some(())
    }

    fn each(&mut self, one: fn(&mut Self) -> Option<()>) -> Option<()> {
        for _ in 0..self.count()? {
            one(self)?;
        }
        Some(())
    }

    fn types(&mut self, order: &[usize]) -> Option<()> {
        let types: Option<Vec<usize>> = (0..self.count()?).map(|_| self.from.number()).collect();
        let types = types?;
        for index in order {
            put(&mut self.to, *types.get(*index)?);
        }
        Some(())
    }

    fn global(&mut self) -> Option<()> {
        self.bytes(2)?;
        self.expression()
    }

    fn export(&mut self) -> Option<()> {
        let length = self.count()?;
        self.bytes(length)?;
        let kind = self.from.byte()?;
        self.to.push(kind);
        if kind == 0 {
            self.function()
        } else {
            self.lebs(1)
        }
    }

    /// The first bit: outside any table; the second: not of the first table; the third: by
    /// expressions.
    fn element(&mut self) -> Option<()> {
        let form = self.count()?;
        if form & 1 == 0 {
            self.lebs(usize::from(form & 2 == 2))?;
            self.expression()?;
        }
        self.bytes(usize::from(form & 3 != 0))?;
        match form {
            0..=3 => self.each(Self::function),
            4..=7 => self.each(Self::expression),
            _ => None,
        }
    }

    fn expression(&mut self) -> Option<()> {
        while self.instruction()? != END {}
        Some(())
    }

    fn code(&mut self, order: &[usize], bodies: &[&[u8]]) -> Option<()> {
        put(&mut self.to, order.len());
        for index in order {
            let mut body = Copy {
                from: Reader(bodies.get(*index)?),
                to: Vec::new(),
                places: self.places,
            };
            body.each(|locals| locals.lebs(2))?;
            while !body.from.0.is_empty() {
                body.instruction()?;
            }
            put(&mut self.to, body.to.len());
            self.to.append(&mut body.to);
        }
        Some(())
    }

    /// Copies one instruction and tells which; None for one that no compiler used so far.
    fn instruction(&mut self) -> Option<u8> {
        let code = self.from.byte()?;
        self.to.push(code);
        match code {
            0x00 | 0x01 | 0x05 | END | 0x0F | 0x1A | 0x1B | 0x45..=0xC4 | 0xD1 => {}
            0x10 | 0x12 | 0xD2 => self.function()?,
            0x02..=0x04 | 0x0C | 0x0D | 0x20..=0x26 | 0x3F..=0x42 | 0xD0 => self.lebs(1)?,
            0x11 | 0x13 | 0x28..=0x3E => self.lebs(2)?,
            0x0E => {
                let count = self.count()?;
                self.lebs(count + 1)?;
            }
            0x1C => {
                let count = self.count()?;
                self.bytes(count)?;
            }
            0x43 => self.bytes(4)?,
            0x44 => self.bytes(8)?,
            0xFC => match self.count()? {
                0..=7 => {}
                9 | 11 | 13 | 15..=17 => self.lebs(1)?,
                8 | 10 | 12 | 14 => self.lebs(2)?,
                _ => return None,
            },
            _ => return None,
        }
        Some(code)
    }
}

const END: u8 = 0x0B;

#[cfg(test)]
mod tests {
    use super::Module;

    /// Two functions, of which the first calls the second, is exported and stands in a table.
    fn module(first: [u8; 2], types: [u8; 2], codes: [&[u8]; 2]) -> Vec<u8> {
        let mut bytes = b"\0asm\x01\0\0\0".to_vec();
        bytes.extend([3, 3, 2, types[0], types[1]]);
        bytes.extend([7, 5, 1, 1, b'f', 0, first[0]]);
        bytes.extend([9, 8, 1, 0, 0x41, 0, 0x0B, 2, first[0], first[1]]);
        let code = [&[2], codes[0], codes[1]].concat();
        bytes.extend([10, u8::try_from(code.len()).unwrap()]);
        [bytes, code].concat()
    }

    #[test]
    fn functions_keep_their_meaning() {
        let calls = |callee: u8| [6, 1, 1, 0x7F, 0x10, callee, 0x0B];
        let answers = [5, 0, 0x41, 0x10, 0x1A, 0x0B].as_slice();
        let before = module([0, 1], [5, 6], [&calls(1), answers]);
        let after = module([1, 0], [6, 5], [answers, &calls(0)]);
        let read = Module::read(&before).unwrap();
        assert_eq!(read.reordered(&[1, 0]), Some(after));
        assert_eq!(read.reordered(&[0, 1]), Some(before));
    }

    #[test]
    fn what_is_not_known_is_refused() {
        let strange = module([0, 1], [5, 6], [&[3, 0, 0xFB, 0x0B], &[2, 0, 0x0B]]);
        assert_eq!(Module::read(&strange).unwrap().reordered(&[0, 1]), None);
        assert!(Module::read(b"\0asm").is_none());
    }
}
