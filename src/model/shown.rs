//! Values with hidden characters: whether what they show agrees.

/// What two values, one at least of them with stars, have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// A character that both show is another.
    Differs,
    /// All that both show is equal: so many characters.
    Agrees(usize),
}

/// How far stars tell where a character stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aligned {
    /// A star is a character; values of other lengths have their ends in common.
    AtEnd,
    /// A star is a character; values of other lengths have both edges in common.
    AtEdges,
    /// Stars stand for any number of characters: values have both edges in common.
    Loosely,
}

/// Compares what both values show; symmetric.
pub fn shown<T: Copy + PartialEq>(x: &[T], y: &[T], star: T, aligned: Aligned) -> Shown {
    let hidden = |(p, q): (&T, &T)| *p == star || *q == star;
    if aligned != Aligned::Loosely && x.len() == y.len() {
        let seen = || x.iter().zip(y).filter(|&pair| !hidden(pair));
        return if seen().all(|(p, q)| p == q) { Shown::Agrees(seen().count()) } else { Shown::Differs };
    }
    let end = x.iter().rev().zip(y.iter().rev()).take_while(|&pair| !hidden(pair));
    let start = x.iter().zip(y).take_while(|&pair| aligned != Aligned::AtEnd && !hidden(pair));
    let (mut agree, mut same) = (0, true);
    for (p, q) in start.chain(end) {
        agree += 1;
        same &= p == q;
    }
    // Edges that meet show a character twice.
    if same { Shown::Agrees(agree.min(x.len().min(y.len()))) } else { Shown::Differs }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_is_compared_where_it_stands() {
        use Shown::{Agrees, Differs};
        for (a, b, aligned, expected) in [
            ("110105********002x", "11010519491231002x", Aligned::AtEdges, Agrees(10)),
            ("110105********002x", "11010519491231003x", Aligned::AtEdges, Differs),
            ("110105********002x", "***************02x", Aligned::AtEdges, Agrees(3)),
            ("****1234", "6225880101231234", Aligned::AtEdges, Agrees(4)),
            ("6225****1234", "6225880101231234", Aligned::AtEdges, Agrees(8)),
            ("6225****1234", "6225880101231234", Aligned::AtEnd, Agrees(4)),
            ("6226****1234", "6225880101231234", Aligned::AtEdges, Differs),
            ("t**5", "tommy25", Aligned::Loosely, Agrees(2)),
            ("t**5", "tim6", Aligned::Loosely, Differs),
            ("****", "tim6", Aligned::Loosely, Agrees(0)),
        ] {
            assert_eq!(shown(a.as_bytes(), b.as_bytes(), b'*', aligned), expected, "{a} {b}");
            assert_eq!(shown(b.as_bytes(), a.as_bytes(), b'*', aligned), expected, "{b} {a}");
        }
    }
}
