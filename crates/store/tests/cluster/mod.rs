//! A PostgreSQL server of one test program, gone with it, and a database of its own for each test.
//!
//! `TIRKEU_POSTGRES` names the folder of `initdb` and `pg_ctl`; without it these tests are left out.

use std::io::{BufRead, BufReader};
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// The server: it stops when its standard input closes, however this program ends.
struct Cluster {
    folder: PathBuf,
    _shell: Child,
}

/// `initdb` refuses to run as root; nobody owns nothing else.
const NOBODY: u32 = 65_534;

const RUN: &str = r#"
"$BIN/initdb" -D "$DIR/data" -U tirkeu -A trust --no-sync --locale=C.UTF-8 -E UTF8 >"$DIR/log" 2>&1 &&
"$BIN/pg_ctl" -D "$DIR/data" -w -t 60 -l "$DIR/log" -o "-k $DIR -c listen_addresses= -c max_connections=600 \
  -c fsync=off -c full_page_writes=off" start >>"$DIR/log" 2>&1 && echo ready || cat "$DIR/log"
cat >/dev/null
"$BIN/pg_ctl" -D "$DIR/data" -m immediate stop >/dev/null 2>&1
rm -rf "$DIR"
"#;

impl Cluster {
    fn start(bin: &Path) -> Self {
        let name = format!("tirkeu-postgres-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        let mut run = Command::new("sh");
        run.args(["-c", RUN]).env("BIN", bin).env("DIR", &folder).current_dir(&folder);
        run.stdin(Stdio::piped()).stdout(Stdio::piped());
        if std::fs::metadata("/proc/self").unwrap().uid() == 0 {
            chown(&folder, Some(NOBODY), Some(NOBODY)).unwrap();
            run.uid(NOBODY).gid(NOBODY);
        }
        let mut shell = run.spawn().unwrap();
        let mut said = String::new();
        BufReader::new(shell.stdout.take().unwrap()).read_line(&mut said).unwrap();
        assert_eq!(said.trim(), "ready", "PostgreSQL did not start in {}", folder.display());
        Self { folder, _shell: shell }
    }
}

/// The address of a new and empty database; `None` where there is no server to be had.
pub(crate) fn database() -> Option<String> {
    static CLUSTER: OnceLock<Option<Cluster>> = OnceLock::new();
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let cluster = CLUSTER.get_or_init(|| {
        let bin = std::env::var_os("TIRKEU_POSTGRES").map(PathBuf::from);
        bin.map(|bin| Cluster::start(&bin))
    });
    let folder = cluster.as_ref()?.folder.display().to_string();
    let name = format!("test_{}", COUNT.fetch_add(1, Ordering::Relaxed));
    let url = |name: &str| format!("host={folder} user=tirkeu dbname={name}");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let (client, connection) =
            tokio_postgres::connect(&url("postgres"), tokio_postgres::NoTls).await.unwrap();
        let connection = tokio::spawn(connection);
        client.batch_execute(&format!("CREATE DATABASE {name}")).await.unwrap();
        drop(client);
        connection.await.unwrap().unwrap();
    });
    Some(url(&name))
}
