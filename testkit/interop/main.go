// Checks a log as Go's own packages do, which share nothing with ours: golang.org/x/mod/sumdb/note and tlog.
// Reads a case as JSON from standard input and the log's files from a folder; answers with JSON what it found, and
// with a note of its own for the other direction.
package main

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io/ioutil"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type given struct {
	Folder      string
	Log         string
	Witness     string
	Checkpoint  string
	Records     [][]byte
	Proofs      [][][]byte // one per record, as in the proof texts
	Consistency []struct {
		From  int64
		Root  []byte
		Proof [][]byte
	}
}

type found struct {
	SignedBy  []string
	Size      int64
	Times     []uint64
	Records   int
	Trees     int
	TilesRead []string
	Note      string
	Verifier  string
}

// A witness's key: type 4 of C2SP signed-note, which the package does not know.
type witness struct {
	name  string
	hash  uint32
	key   ed25519.PublicKey
	times *[]uint64
}

func (w witness) Name() string    { return w.name }
func (w witness) KeyHash() uint32 { return w.hash }
func (w witness) Verify(msg, sig []byte) bool {
	if len(sig) != 72 {
		return false
	}
	time := binary.BigEndian.Uint64(sig)
	*w.times = append(*w.times, time)
	return ed25519.Verify(w.key, []byte(fmt.Sprintf("cosignature/v1\ntime %d\n%s", time, msg)), sig[8:])
}

func newWitness(vkey string, times *[]uint64) (note.Verifier, error) {
	parts := strings.SplitN(vkey, "+", 3)
	if len(parts) != 3 {
		return nil, errors.New("witness key: parts")
	}
	key, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || len(key) != 33 || key[0] != 4 {
		return nil, errors.New("witness key: bytes")
	}
	sum := sha256.Sum256(append([]byte(parts[0]+"\n"), key...))
	hash := binary.BigEndian.Uint32(sum[:4])
	if fmt.Sprintf("%08x", hash) != parts[1] {
		return nil, errors.New("witness key: id")
	}
	return witness{parts[0], hash, ed25519.PublicKey(key[1:]), times}, nil
}

// Reads tiles by the paths of C2SP tlog-tiles: those of the package without the height.
type tiles struct {
	folder string
	read   *[]string
}

func (t tiles) Height() int { return 8 }
func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range wanted {
		path := "tile/" + strings.TrimPrefix(tile.Path(), "tile/8/")
		data, err := ioutil.ReadFile(filepath.Join(t.folder, filepath.FromSlash(path)))
		if err != nil {
			return nil, err
		}
		*t.read = append(*t.read, path)
		all = append(all, data)
	}
	return all, nil
}
func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}

func hashes(all [][]byte) []tlog.Hash {
	list := []tlog.Hash{}
	for _, one := range all {
		list = append(list, hashOf(one))
	}
	return list
}

func hashOf(data []byte) tlog.Hash {
	var hash tlog.Hash
	if len(data) != len(hash) {
		panic("a hash of another length")
	}
	copy(hash[:], data)
	return hash
}

func same(one, other []tlog.Hash) bool {
	return fmt.Sprint(one) == fmt.Sprint(other)
}

func check(in given) (*found, error) {
	out := &found{}
	log, err := note.NewVerifier(in.Log)
	if err != nil {
		return nil, err
	}
	cosigner, err := newWitness(in.Witness, &out.Times)
	if err != nil {
		return nil, err
	}
	opened, err := note.Open([]byte(in.Checkpoint), note.VerifierList(log, cosigner))
	if err != nil {
		return nil, err
	}
	for _, sig := range opened.Sigs {
		out.SignedBy = append(out.SignedBy, sig.Name)
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != log.Name() {
		return nil, errors.New("checkpoint: lines")
	}
	if out.Size, err = strconv.ParseInt(lines[1], 10, 64); err != nil {
		return nil, err
	}
	root, err := tlog.ParseHash(lines[2])
	if err != nil {
		return nil, err
	}

	reader := tlog.TileHashReader(tlog.Tree{N: out.Size, Hash: root}, tiles{in.Folder, &out.TilesRead})
	if whole, err := tlog.TreeHash(out.Size, reader); err != nil || whole != root {
		return nil, fmt.Errorf("tree hash from tiles: %v", err)
	}
	for index, record := range in.Records {
		proof := tlog.RecordProof(hashes(in.Proofs[index]))
		if err := tlog.CheckRecord(proof, out.Size, root, int64(index), tlog.RecordHash(record)); err != nil {
			return nil, fmt.Errorf("record %d: %v", index, err)
		}
		own, err := tlog.ProveRecord(out.Size, int64(index), reader)
		if err != nil || !same(own, proof) {
			return nil, fmt.Errorf("record %d: another proof: %v", index, err)
		}
		out.Records++
	}
	for _, older := range in.Consistency {
		proof := tlog.TreeProof(hashes(older.Proof))
		if err := tlog.CheckTree(proof, out.Size, root, older.From, hashOf(older.Root)); err != nil {
			return nil, fmt.Errorf("tree of %d: %v", older.From, err)
		}
		own, err := tlog.ProveTree(out.Size, older.From, reader)
		if err != nil || !same(own, proof) {
			return nil, fmt.Errorf("tree of %d: another proof: %v", older.From, err)
		}
		out.Trees++
	}

	secret, verifier, err := note.GenerateKey(nil, "example.org/go")
	if err != nil {
		return nil, err
	}
	signer, err := note.NewSigner(secret)
	if err != nil {
		return nil, err
	}
	text := fmt.Sprintf("example.org/go\n%d\n%s\n", out.Size, root)
	signed, err := note.Sign(&note.Note{Text: text}, signer)
	out.Note, out.Verifier = string(signed), verifier
	return out, err
}

func main() {
	var in given
	err := json.NewDecoder(os.Stdin).Decode(&in)
	if err == nil {
		var out *found
		if out, err = check(in); err == nil {
			err = json.NewEncoder(os.Stdout).Encode(out)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
