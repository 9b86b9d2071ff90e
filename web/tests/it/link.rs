//! The line between the house and PostgreSQL, which a test can cut.

use std::io::{ErrorKind, copy};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// A line that passes everything on, until it is cut.
#[derive(Clone)]
pub(crate) struct Link {
    /// Where the house connects to.
    at: String,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    cut: bool,
    open: Vec<TcpStream>,
}

impl Link {
    /// A line to the server of this address; answers with the address by which to go through it.
    pub(crate) fn to(address: &str) -> Self {
        let server = server_of(address);
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let at = listener.local_addr().unwrap().to_string();
        let state = Arc::new(Mutex::new(State::default()));
        let here = Arc::clone(&state);
        std::thread::spawn(move || {
            for ours in listener.incoming().map_while(Result::ok) {
                let mut state = here.lock().unwrap();
                // one that is dropped here was refused
                if !state.cut {
                    let theirs = TcpStream::connect(&server).unwrap();
                    state.open.extend([&ours, &theirs].map(|stream| stream.try_clone().unwrap()));
                    pass(&ours, &theirs);
                    pass(&theirs, &ours);
                }
            }
        });
        Self { at, state }
    }

    /// The same address, but through this line.
    pub(crate) fn through(&self, address: &str) -> String {
        address.replacen(&server_of(address), &self.at, 1)
    }

    /// Every connection ends in the middle of whatever it does, and no other begins.
    pub(crate) fn cut(&self) {
        let mut state = self.state.lock().unwrap();
        state.cut = true;
        for stream in state.open.drain(..) {
            match stream.shutdown(Shutdown::Both) {
                Err(fault) if fault.kind() != ErrorKind::NotConnected => panic!("{fault}"),
                _ => {}
            }
        }
    }

    pub(crate) fn mend(&self) {
        self.state.lock().unwrap().cut = false;
    }
}

fn pass(from: &TcpStream, to: &TcpStream) {
    let (mut from, mut to) = (from.try_clone().unwrap(), to.try_clone().unwrap());
    std::thread::spawn(move || {
        let _ = copy(&mut from, &mut to);
        let _ = to.shutdown(Shutdown::Both);
    });
}

/// Host and port.
fn server_of(address: &str) -> String {
    let rest = address.split_once("://").unwrap().1;
    let authority = rest.split(['/', '?']).next().unwrap();
    authority.rsplit_once('@').map_or(authority, |(_, server)| server).to_owned()
}
