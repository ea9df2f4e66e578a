# Checks signatures with OpenSSL's own library as often as it is told, and says how long it took. Started by
# `./bench eds`; reads lines, answers each with one.
#   load NAME ENGINE KEY SIGNATURE DIGEST   in hexadecimal; ENGINE is - for none
#   run NAME TIMES                          nanoseconds
import ctypes
import ctypes.util
import sys
import time

crypto = ctypes.CDLL(ctypes.util.find_library("crypto") or "libcrypto.so.3")


def function(name, result, *arguments):
    found = getattr(crypto, name)
    found.restype, found.argtypes = result, arguments
    return found


pointer, number, size = ctypes.c_void_p, ctypes.c_int, ctypes.c_size_t
init = function("OPENSSL_init_crypto", number, ctypes.c_uint64, pointer)
by_id = function("ENGINE_by_id", pointer, ctypes.c_char_p)
engine_init = function("ENGINE_init", number, pointer)
set_default = function("ENGINE_set_default", number, pointer, ctypes.c_uint)
read_key = function("d2i_PUBKEY", pointer, pointer, pointer, ctypes.c_long)
context = function("EVP_PKEY_CTX_new", pointer, pointer, pointer)
verify_init = function("EVP_PKEY_verify_init", number, pointer)
padding = function("EVP_PKEY_CTX_set_rsa_padding", number, pointer, number)
set_hash = function("EVP_PKEY_CTX_set_signature_md", number, pointer, pointer)
sha256 = function("EVP_sha256", pointer)
verify = function("EVP_PKEY_verify", number, pointer, pointer, size, pointer, size)
version = function("OpenSSL_version", ctypes.c_char_p, number)

PKCS1, ALL_ENGINES, ALL_METHODS = 1, 0x7E00, 0xFFFF
loaded = {}


def load(name, engine, key, signature, digest):
    key, signature, digest = (bytes.fromhex(part) for part in (key, signature, digest))
    using = None
    if engine != "-":
        init(ALL_ENGINES, None)
        using = by_id(engine.encode())
        if not using or engine_init(using) != 1 or set_default(using, ALL_METHODS) != 1:
            return "no OpenSSL has no engine " + engine
    place = ctypes.c_void_p(ctypes.cast(ctypes.c_char_p(key), ctypes.c_void_p).value)
    public = read_key(None, ctypes.byref(place), len(key))
    if not public:
        return "no OpenSSL does not read the key"
    one = context(public, using)
    if verify_init(one) != 1:
        return "no OpenSSL does not check with the key"
    if using is None:
        padding(one, PKCS1)
        set_hash(one, sha256())
    wrong = bytes([digest[0] ^ 1]) + digest[1:]
    if verify(one, signature, len(signature), digest, len(digest)) != 1:
        return "no OpenSSL takes the signature for wrong"
    if verify(one, signature, len(signature), wrong, len(wrong)) == 1:
        return "no OpenSSL takes everything for right"
    loaded[name] = (one, signature, digest)
    return "ok " + version(0).decode()


def run(name, times):
    one, signature, digest = loaded[name]
    begun = time.perf_counter_ns()
    for _ in range(int(times)):
        verify(one, signature, len(signature), digest, len(digest))
    return str(time.perf_counter_ns() - begun)


for line in sys.stdin:
    word, *rest = line.split()
    print(load(*rest) if word == "load" else run(*rest), flush=True)
