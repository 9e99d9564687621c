// Package stafftest holds an authenticator of WebAuthn in memory, for tests: it makes passkeys and signs by them as a telephone does.
package stafftest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"testing"
)

// Authenticator is one telephone with one passkey, in a browser on one site. Its fields may be bent to make it lie.
type Authenticator struct {
	Origin     string // the page's
	Count      uint32 // of signatures; 0 counts none, as synchronised passkeys do
	Unverified bool   // its owner was not recognised
	Handle     []byte // whose passkey it is, as the site calls them
	id         []byte
	key        *ecdsa.PrivateKey
}

// New is an authenticator without a passkey, before a page of a site.
func New(t *testing.T, origin string) *Authenticator {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	id := make([]byte, 16)
	_, _ = rand.Read(id)
	return &Authenticator{Origin: origin, id: id, key: key}
}

// options is what a site asks, as far as the authenticator looks at it.
type options struct {
	PublicKey struct {
		Challenge string `json:"challenge"`
		RPID      string `json:"rpId"`
		RP        struct {
			ID string `json:"id"`
		} `json:"rp"`
		User struct {
			ID string `json:"id"`
		} `json:"user"`
		UserVerification       string `json:"userVerification"`
		AuthenticatorSelection struct {
			UserVerification string `json:"userVerification"`
			ResidentKey      string `json:"residentKey"`
		} `json:"authenticatorSelection"`
	} `json:"publicKey"`
}

// Flags of authenticator data (WebAuthn §6.1).
const (
	userPresent  = 1 << 0
	userVerified = 1 << 2
	hasKey       = 1 << 6
)

// data is the authenticator data, without a key.
func (a *Authenticator) data(site string, flags byte) []byte {
	sum := sha256.Sum256([]byte(site))
	if !a.Unverified {
		flags |= userVerified
	}
	return binary.BigEndian.AppendUint32(append(sum[:], flags|userPresent), a.Count)
}

func (a *Authenticator) client(t *testing.T, act, challenge string) []byte {
	t.Helper()
	data, err := json.Marshal(map[string]any{"type": act, "challenge": challenge, "origin": a.Origin, "crossOrigin": false})
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func (a *Authenticator) asked(t *testing.T, ask any) options {
	t.Helper()
	var o options
	data, err := json.Marshal(ask)
	if err == nil {
		err = json.Unmarshal(data, &o)
	}
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// Create makes the passkey that a site asks for, and gives the answer.
func (a *Authenticator) Create(t *testing.T, ask any) []byte {
	t.Helper()
	o := a.asked(t, ask)
	if s := o.PublicKey.AuthenticatorSelection; s.UserVerification != "required" || s.ResidentKey != "required" {
		t.Errorf("the site asks for %+v", s)
	}
	var err error
	if a.Handle, err = base64.RawURLEncoding.DecodeString(o.PublicKey.User.ID); err != nil {
		t.Fatal(err)
	}
	point, err := a.key.PublicKey.Bytes() // 4, x, y
	if err != nil {
		t.Fatal(err)
	}
	auth := a.data(o.PublicKey.RP.ID, hasKey)
	auth = append(auth, make([]byte, 16)...) // of no make
	auth = append(binary.BigEndian.AppendUint16(auth, uint16(len(a.id))), a.id...)
	auth = append(auth, 0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32) // COSE: EC2, ES256, P-256 (RFC 9053 §7.1)
	auth = append(append(append(auth, point[1:33]...), 0x22, 0x58, 32), point[33:]...)
	object := append([]byte{0xa3, 0x63}, "fmt\x64none\x67attStmt\xa0\x68authData\x58"...)
	object = append(append(object, byte(len(auth))), auth...)
	return a.answer(t, map[string][]byte{"clientDataJSON": a.client(t, "webauthn.create", o.PublicKey.Challenge), "attestationObject": object})
}

// Get signs what a site asks, and gives the answer.
func (a *Authenticator) Get(t *testing.T, ask any) []byte {
	t.Helper()
	o := a.asked(t, ask)
	if o.PublicKey.UserVerification != "required" {
		t.Errorf("the site is content with %q", o.PublicKey.UserVerification)
	}
	if a.Count > 0 {
		a.Count++
	}
	auth, client := a.data(o.PublicKey.RPID, 0), a.client(t, "webauthn.get", o.PublicKey.Challenge)
	hash := sha256.Sum256(client)
	sum := sha256.Sum256(append(append([]byte{}, auth...), hash[:]...))
	signature, err := ecdsa.SignASN1(rand.Reader, a.key, sum[:])
	if err != nil {
		t.Fatal(err)
	}
	return a.answer(t, map[string][]byte{"clientDataJSON": client, "authenticatorData": auth, "signature": signature, "userHandle": a.Handle})
}

func (a *Authenticator) answer(t *testing.T, response map[string][]byte) []byte {
	t.Helper()
	inWords := map[string]string{}
	for name, value := range response {
		inWords[name] = base64.RawURLEncoding.EncodeToString(value)
	}
	id := base64.RawURLEncoding.EncodeToString(a.id)
	data, err := json.Marshal(map[string]any{"id": id, "rawId": id, "type": "public-key", "clientExtensionResults": map[string]any{}, "response": inWords})
	if err != nil {
		t.Fatal(err)
	}
	return data
}
