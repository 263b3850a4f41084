package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"time"
)

func dialPort() net.Conn {
	config := &tls.Config{InsecureSkipVerify: true}
	if *certificate != "" {
		pair, err := tls.LoadX509KeyPair(*certificate, *key)
		fail(err)
		config.Certificates = []tls.Certificate{pair}
	}
	connection, err := tls.Dial("tcp", *port, config)
	fail(err)
	return connection
}

// P-256, like the certificates of the operator.
func newCertificate() map[string]string {
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	fail(err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()),
		Subject:      pkix.Name{CommonName: "eci-bench"},
		NotBefore:    time.Now().Add(-time.Hour),
		NotAfter:     time.Now().Add(24 * time.Hour),
		IPAddresses:  []net.IP{net.IPv4(127, 0, 0, 1)},
		KeyUsage:     x509.KeyUsageDigitalSignature,
		ExtKeyUsage:  []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	fail(err)
	keyDer, err := x509.MarshalPKCS8PrivateKey(private)
	fail(err)
	fail(os.WriteFile(*certificate, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o644))
	fail(os.WriteFile(*key, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: keyDer}), 0o600))
	return map[string]string{"certificate": *certificate}
}
