import ctypes, resource
libc = ctypes.CDLL(None, use_errno=True)
size = 64 << 20
memory = ctypes.create_string_buffer(size)
print("mlock", libc.mlock(memory, size), ctypes.get_errno(), resource.getrlimit(resource.RLIMIT_MEMLOCK)[1] != 0)
