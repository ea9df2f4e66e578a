//! Reproducible garbage for tests.

pub(crate) struct Noise(pub(crate) u64);

impl Noise {
    pub(crate) fn next(&mut self) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        u32::try_from(self.0 >> 32).unwrap()
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next()).unwrap() % limit
    }

    pub(crate) fn octet(&mut self) -> u8 {
        self.next().to_le_bytes()[0]
    }

    /// Changes, cuts or lengthens a little.
    pub(crate) fn spoil(&mut self, octets: &mut Vec<u8>) {
        for _ in 0..self.below(4) {
            let at = self.below(octets.len().max(1));
            match self.below(3) {
                0 => octets.truncate(at),
                1 => octets.insert(at.min(octets.len()), self.octet()),
                _ => {
                    let changed = self.octet();
                    if let Some(octet) = octets.get_mut(at) {
                        *octet = changed;
                    }
                }
            }
        }
    }
}

#[test]
fn reading_garbage_never_panics() {
    use crate::deliver::{parse, tests::body};
    let mut noise = Noise(7);
    let whole = body(
        0x44,
        0,
        b"\x05\0\x03\x01\x02\x01id:12 stat:DELIVRD done date:25 text:\xd3\x99",
        b"\x00\x1e\0\x04abc\0\x04\x27\0\x01\x02\x02\x0c\0\x02\0\x01",
    );
    for _ in 0..100_000 {
        let mut octets = whole.clone();
        noise.spoil(&mut octets);
        if let Ok(deliver) = parse(&octets) {
            crate::receipt::read(&deliver);
        }
        let mut at = 0;
        while let Ok(Some(_)) = crate::wire::take_frame(&octets, &mut at) {}
    }
    for _ in 0..20_000 {
        let octets: Vec<u8> = (0..noise.below(200)).map(|_| noise.octet()).collect();
        drop(parse(&octets));
        let text = String::from_utf8_lossy(&octets);
        drop(crate::canonical_keys(&text));
        drop(crate::segments(&text));
        drop(crate::alphabet::decode(noise.octet(), &octets));
    }
}
