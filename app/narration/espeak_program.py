"""A program of its own that lets eSpeak NG (GPL-3.0) speak; it knows nothing of the application.

One JSON string a line goes in, the length of a WAV file and the file come out.
It shares nothing with the application but these two pipes and is never imported by it.
"""

from __future__ import annotations

import ctypes
import io
import json
import sys
import wave
from typing import Any

import espeakng_loader

_SYNCHRONOUS = 2
_UTF8 = 1
_RATE = 1
_AMPLITUDE = 2
_CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


def main() -> None:
    """Speak each line with the voice and at the words a minute that the command line names."""
    voice, pace = sys.argv[1:]
    library = ctypes.CDLL(espeakng_loader.get_library_path())
    rate = library.espeak_Initialize(_SYNCHRONOUS, 0, espeakng_loader.get_data_path().encode(), 0)
    if rate <= 0 or library.espeak_SetVoiceByName(voice.encode()):
        sys.exit(f"eSpeak NG has no voice {voice}")
    library.espeak_SetParameter(_RATE, int(pace), 0)
    library.espeak_SetParameter(_AMPLITUDE, 100, 0)
    heard = bytearray()

    @_CALLBACK
    def hear(samples: Any, count: int, events: object) -> int:
        if samples and count > 0:
            heard.extend(ctypes.string_at(samples, count * 2))
        return 0

    library.espeak_SetSynthCallback(hear)
    for line in sys.stdin.buffer:
        words = json.loads(line).encode() + b"\0"
        heard.clear()
        library.espeak_Synth(words, len(words), 0, 0, 0, _UTF8, None, None)
        library.espeak_Synchronize()
        file = _wav(bytes(heard), rate)
        sys.stdout.buffer.write(f"{len(file)}\n".encode() + file)
        sys.stdout.buffer.flush()


def _wav(samples: bytes, rate: int) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as recording:
        recording.setnchannels(1)
        recording.setsampwidth(2)
        recording.setframerate(rate)
        recording.writeframes(samples)
    return file.getvalue()


if __name__ == "__main__":
    main()
