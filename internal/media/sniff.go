package media

import (
	"bytes"
	"strings"

	"griot/internal/fault"
)

// sniffed is how many of its first bytes say what a file is.
const sniffed = 512

// signatures are the first bytes of what is taken.
var signatures = []struct{ begins, mime string }{
	{"\xff\xd8\xff", "image/jpeg"}, {"\x89PNG\r\n\x1a\n", "image/png"}, {"GIF87a", "image/gif"}, {"GIF89a", "image/gif"}, {"BM", "image/bmp"},
	{"II*\x00", "image/tiff"}, {"MM\x00*", "image/tiff"}, {"%PDF-", "application/pdf"}, {"ID3", "audio/mpeg"}, {"fLaC", "audio/flac"},
	{"OggS\x00", "audio/ogg"}, {"\x1a\x45\xdf\xa3", "video/webm"},
}

// unknown is what is not taken.
const unknown = "unknown"

// sniff finds out from its first bytes what a file is; its name and what its sender said of it count for nothing.
func sniff(head []byte) string {
	for _, s := range signatures {
		if bytes.HasPrefix(head, []byte(s.begins)) {
			return s.mime
		}
	}
	switch {
	case len(head) > 11 && string(head[:4]) == "RIFF" && string(head[8:12]) == "WEBP":
		return "image/webp"
	case len(head) > 11 && string(head[:4]) == "RIFF" && string(head[8:12]) == "WAVE":
		return "audio/wav"
	case len(head) > 11 && string(head[4:8]) == "ftyp":
		return boxType(string(head[8:12]))
	case len(head) > 3 && isFrame([4]byte(head)):
		return "audio/mpeg"
	case isDrawing(head):
		return "image/svg+xml"
	}
	return unknown
}

// isDrawing reports an SVG: text that begins, after whatever XML allows there, with its element.
func isDrawing(head []byte) bool {
	head = bytes.TrimPrefix(head, []byte("\xef\xbb\xbf"))
	head = bytes.TrimLeft(head, " \t\r\n")
	return bytes.HasPrefix(head, []byte("<svg")) || (bytes.HasPrefix(head, []byte("<?xml")) || bytes.HasPrefix(head, []byte("<!--")) || bytes.HasPrefix(head, []byte("<!DOCTYPE svg"))) && bytes.Contains(head, []byte("<svg"))
}

// isFrame reports the header of a frame of MPEG-1 or MPEG-2 layer III: sync word, layer, and a bit rate and a sampling rate that exist (ISO 11172-3 §2.4.1.3).
func isFrame(h [4]byte) bool {
	return h[0] == 0xff && h[1]&0xe0 == 0xe0 && h[1]&0x18 != 0x08 && h[1]&0x06 == 0x02 && h[2]&0xf0 != 0xf0 && h[2]&0xf0 != 0 && h[2]&0x0c != 0x0c
}

// boxType reads the brand of an ISO base media file.
func boxType(brand string) string {
	switch {
	case strings.HasPrefix(brand, "M4A"):
		return "audio/mp4"
	case strings.HasPrefix(brand, "qt"):
		return "video/quicktime"
	case strings.HasPrefix(brand, "hei"), strings.HasPrefix(brand, "hev"), strings.HasPrefix(brand, "mif"), strings.HasPrefix(brand, "msf"):
		return "image/heic"
	case strings.HasPrefix(brand, "avi"):
		return "image/avif"
	}
	return "video/mp4"
}

func kindOf(mime string) (Kind, error) {
	switch mime {
	case "image/jpeg", "image/png", "image/gif", "image/webp", "image/bmp", "image/tiff", "image/heic", "image/avif":
		return Picture, nil
	case "image/svg+xml":
		return Drawing, nil
	case "application/pdf":
		return Document, nil
	}
	if extensions[mime] != "" {
		if strings.HasPrefix(mime, "audio/") {
			return Sound, nil
		}
		return Film, nil
	}
	if mime != unknown {
		return "", fault.New(fault.Invalid, "files of this kind (%s) cannot be served: send JPEG, PNG, GIF, WebP, HEIC, AVIF, SVG, MP3, MP4 or PDF", mime)
	}
	return "", fault.New(fault.Invalid, "files of this kind cannot be served: send JPEG, PNG, GIF, WebP, HEIC, AVIF, SVG, MP3, MP4 or PDF")
}
