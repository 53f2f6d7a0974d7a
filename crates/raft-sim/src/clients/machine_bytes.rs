//! The state machine as the bytes of a snapshot (Raft §7): its keys, and the sessions of its
//! clients, without which a request that arrives again would be applied again (Thesis §6.3). Equal
//! machines are equal bytes.

use alloc::boxed::Box;
use alloc::sync::Arc;
use alloc::vec::Vec;

use raft_core::{Bugs, ClientId};

use super::machine::{Machine, Response};
use super::value::Value;

impl Machine {
    /// The machine as bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Box<[u8]> {
        let mut bytes = Vec::new();
        write_number(&mut bytes, self.len() as u64);
        for (key, value) in self.iter() {
            write_text(&mut bytes, key);
            write_text(&mut bytes, value);
        }
        let sessions = self.sessions.iter();
        for (client, (serial, response)) in sessions.filter(|_| !self.leaves_sessions_out) {
            write_number(&mut bytes, client.0.into());
            write_number(&mut bytes, *serial);
            write_response(&mut bytes, response);
        }
        bytes.into()
    }

    /// The machine of these bytes, of a node that leaves these rules out; `None` if they are no
    /// machine.
    #[must_use]
    pub fn from_bytes(bytes: &[u8], bugs: Bugs) -> Option<Machine> {
        let rest = &mut { bytes };
        let mut machine = Machine::new(bugs);
        for _ in 0..read_number(rest)? {
            let (key, value) = (read_text(rest)?, read_text(rest)?);
            machine.store.0.insert(Arc::from(key), Value::from(value));
        }
        while !rest.is_empty() {
            let client = ClientId(u32::try_from(read_number(rest)?).ok()?);
            let session = (read_number(rest)?, read_response(rest)?);
            machine.sessions.insert(client, session);
        }
        Some(machine)
    }
}

fn write_response(bytes: &mut Vec<u8>, response: &Response) {
    match response {
        Response::Stored => bytes.push(0),
        Response::Value(None) => bytes.push(1),
        Response::Value(Some(value)) => {
            bytes.push(2);
            write_text(bytes, value);
        }
        Response::Deleted(was_there) => bytes.extend([3, (*was_there).into()]),
        Response::Swapped(was_equal) => bytes.extend([4, (*was_equal).into()]),
        Response::Sum(None) => bytes.push(5),
        Response::Sum(Some(sum)) => {
            bytes.push(6);
            bytes.extend(sum.to_le_bytes());
        }
        Response::Transferred(moved) => bytes.extend([7, (*moved).into()]),
        Response::Logged => bytes.push(8),
        Response::Outdated => bytes.push(9),
    }
}

fn read_response(rest: &mut &[u8]) -> Option<Response> {
    Some(match read_byte(rest)? {
        0 => Response::Stored,
        1 => Response::Value(None),
        2 => Response::Value(Some(Value::from(read_text(rest)?))),
        3 => Response::Deleted(read_byte(rest)? == 1),
        4 => Response::Swapped(read_byte(rest)? == 1),
        5 => Response::Sum(None),
        6 => {
            let (sum, others) = rest.split_first_chunk()?;
            *rest = others;
            Response::Sum(Some(i64::from_le_bytes(*sum)))
        }
        7 => Response::Transferred(read_byte(rest)? == 1),
        8 => Response::Logged,
        9 => Response::Outdated,
        _ => return None,
    })
}

/// Seven bits in a byte, the lowest first; the highest bit says that another byte follows.
fn write_number(bytes: &mut Vec<u8>, mut number: u64) {
    while number > 0x7f {
        bytes.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn read_number(rest: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for place in 0..10 {
        let byte = read_byte(rest)?;
        number |= u64::from(byte & 0x7f) << (7 * place);
        if byte <= 0x7f {
            return Some(number);
        }
    }
    None
}

fn write_text(bytes: &mut Vec<u8>, text: &str) {
    write_number(bytes, text.len() as u64);
    bytes.extend(text.as_bytes());
}

fn read_text<'a>(rest: &mut &'a [u8]) -> Option<&'a str> {
    let length = usize::try_from(read_number(rest)?).ok()?;
    let (text, others) = rest.split_at_checked(length)?;
    *rest = others;
    core::str::from_utf8(text).ok()
}

fn read_byte(rest: &mut &[u8]) -> Option<u8> {
    let (byte, others) = rest.split_first()?;
    *rest = others;
    Some(*byte)
}
