//! Writes the first inputs of the targets of signatures into `seeds`, from the same keys each time.

use std::fs;
use std::path::Path;

use eds::der::write::sequence;
use eds::der::{tag, write};
use fuzz::signed::{DOCUMENT, world};

fn main() {
    let world = world();
    let [one, two] = &world.cms;
    let granted = sequence(&[&sequence(&[&write(tag::INTEGER, &[&[0]])]), &world.stamp]);
    let refused = sequence(&[&write(tag::ENUMERATED, &[&[3]])]);
    let person = world.person.certificate.as_der();
    let root = world.root.certificate.as_der();
    let seeds: [(&str, &[u8]); 19] = [
        ("der/certificate", person),
        ("der/cms", one),
        ("der/times", &[0x30, 15, 0x17, 13, b'2', b'6', b'0', b'1', b'0', b'1', b'0', b'0', b'0', b'0', b'0', b'0', b'Z']),
        ("x509/root", root),
        ("x509/person", person),
        ("x509/old", world.certificates[2].as_der()),
        ("x509/stamps", world.certificates[3].as_der()),
        ("x509/responder", world.certificates[4].as_der()),
        ("cms/one", one),
        ("cms/two", two),
        ("xml_signature/signed", world.xml.as_bytes()),
        ("xml_signature/unsigned", DOCUMENT.as_bytes()),
        ("xml_signature/more", b"<?xml version=\"1.0\"?><!-- c --><a x:b='1&#10;' xmlns:x=\"urn:x\"><![CDATA[&]]><c/></a><?p q?>"),
        ("ocsp/good", &world.answer),
        ("ocsp/refused", &refused),
        ("tsp/stamp", &world.stamp),
        ("tsp/granted", &granted),
        ("crl/list", &world.list),
        ("crl/body", &world.list_body),
    ];
    for (name, bytes) in seeds {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds").join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, bytes).unwrap();
    }
}
