//! Entry of the page: installs the panic hook and mounts the shell.

fn main() {
    app::start();
}
