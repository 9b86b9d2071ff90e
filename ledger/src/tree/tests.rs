use std::convert::Infallible;

use proptest::prelude::*;

use super::*;

/// The tree as RFC 6962 section 2.1 words it, and nothing else.
fn naive_root(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => empty_root(),
        [one] => *one,
        more => {
            let (left, right) = more.split_at(more.len().next_power_of_two() / 2);
            node_hash(&naive_root(left), &naive_root(right))
        }
    }
}

fn naive_path(m: usize, leaves: &[Hash]) -> Vec<Hash> {
    if leaves.len() == 1 {
        return vec![];
    }
    let k = leaves.len().next_power_of_two() / 2;
    let (left, right) = leaves.split_at(k);
    let (mut path, other) = if m < k { (naive_path(m, left), right) } else { (naive_path(m - k, right), left) };
    path.push(naive_root(other));
    path
}

fn naive_subproof(m: usize, leaves: &[Hash], whole: bool) -> Vec<Hash> {
    if m == leaves.len() {
        return if whole { vec![] } else { vec![naive_root(leaves)] };
    }
    let k = leaves.len().next_power_of_two() / 2;
    let (left, right) = leaves.split_at(k);
    let (mut proof, other) =
        if m <= k { (naive_subproof(m, left, whole), right) } else { (naive_subproof(m - k, right, false), left) };
    proof.push(naive_root(other));
    proof
}

struct Kept(Vec<Hash>);

impl Nodes for Kept {
    type Error = Infallible;

    fn node(&mut self, level: u8, index: u64) -> Result<Hash, Infallible> {
        let (first, count) = (usize::try_from(index << level).unwrap(), 1_usize << level);
        Ok(naive_root(&self.0[first..first + count]))
    }
}

/// Holds only the levels 0, 8, 16 that the store holds, filled through the frontier.
#[derive(Default)]
struct Tiles(std::collections::HashMap<(u8, u64), Hash>);

impl Rows for Tiles {
    type Error = String;

    fn rows(&mut self, level: u8, first: u64, count: u64) -> Result<Vec<Hash>, String> {
        assert!(level.is_multiple_of(TILE_LEVELS) && count <= 128);
        (first..first + count).map(|i| self.0.get(&(level, i)).copied().ok_or(format!("{level}/{i}"))).collect()
    }
}

fn leaves(count: usize) -> Vec<Hash> {
    (0..count).map(|n| crate::line::leaf_hash(n.to_string().as_bytes())).collect()
}

fn size(leaves: &[Hash]) -> u64 {
    u64::try_from(leaves.len()).unwrap()
}

fn spelled(hashes: &[Hash]) -> String {
    hashes.iter().map(|hash| hash.to_string()[..8].to_owned()).collect::<Vec<_>>().join(" ")
}

fn vector_leaves() -> Vec<Hash> {
    let inputs: [&[u8]; 8] =
        [b"", b"\x00", b"\x10", b"\x20\x21", b"\x30\x31", b"@ABC", b"PQRSTUVW", b"`abcdefghijklmno"];
    inputs.iter().map(|input| crate::line::leaf_hash(input)).collect()
}

#[test]
fn the_known_trees_have_the_known_roots() {
    let roots = [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];
    let (vector, mut frontier) = (vector_leaves(), Frontier::new());
    for (count, known) in roots.into_iter().enumerate() {
        assert_eq!(frontier.root().to_string(), known, "{count} leaves appended");
        let Ok(root) = root(&mut Kept(vector.clone()), frontier.size());
        assert_eq!(root.to_string(), known, "{count} leaves stored");
        if let Some(leaf) = vector.get(count) {
            frontier.append(*leaf);
        }
    }
}

#[test]
fn the_known_trees_have_the_known_proofs() {
    let mut kept = Kept(vector_leaves());
    let mut path = |index, size| {
        let Ok(proof) = inclusion(&mut kept, index, size);
        spelled(&proof.unwrap())
    };
    assert_eq!(path(0, 8), "96a296d2 5f083f0a 6b47aaf2");
    assert_eq!(path(5, 7), "bc1a0643 b08693ec d37ee418");
    assert_eq!(path(0, 1), "");
}

#[test]
fn proofs_beyond_the_tree_do_not_exist() {
    let mut kept = Kept(leaves(5));
    let (Ok(beyond), Ok(backwards)) = (inclusion(&mut kept, 5, 5), consistency(&mut kept, 5, 4));
    assert_eq!((beyond, backwards), (None, None));
    assert!(!verify_inclusion(kept.0[0], 0, 0, &[], &kept.0[0]));
}

#[test]
fn tiles_serve_as_well_as_all_hashes() {
    let all = leaves(66_000);
    let (mut tiles, mut frontier) = (Tiles::default(), Frontier::new());
    for leaf in &all {
        frontier.append_with(*leaf, |level, index, hash| {
            if level.is_multiple_of(TILE_LEVELS) {
                tiles.0.insert((level, index), hash);
            }
        });
    }
    assert_eq!(tiles.0.len(), 66_000 + 257 + 1);
    let mut tiled = Tiled(tiles);
    for size in [1, 255, 256, 257, 4_095, 65_535, 65_536, 65_537, 66_000] {
        let expected = naive_root(&all[..size]);
        let size = u64::try_from(size).unwrap();
        assert_eq!(root(&mut tiled, size), Ok(expected));
        for index in [0, size / 2, size - 1] {
            let proof = inclusion(&mut tiled, index, size).unwrap().unwrap();
            let leaf = all[usize::try_from(index).unwrap()];
            assert!(verify_inclusion(leaf, index, size, &proof, &expected));
        }
    }
    assert!(root(&mut tiled, 66_001).is_err());
}

#[test]
fn a_damaged_frontier_is_not_read() {
    let mut frontier = Frontier::new();
    leaves(11).into_iter().for_each(|leaf| frontier.append(leaf));
    let bytes = frontier.to_bytes();
    assert_eq!(Frontier::from_bytes(&bytes), Some(frontier));
    assert_eq!(Frontier::from_bytes(&bytes[..bytes.len() - 1]), None);
    assert_eq!(Frontier::from_bytes(&bytes[..bytes.len() - 32]), None);
    assert_eq!(Frontier::from_bytes(&bytes[..7]), None);
}

proptest! {
    #[test]
    fn roots_and_proofs_are_those_of_the_definition(count in 1_usize..200, a: prop::sample::Index, b: prop::sample::Index) {
        let all = leaves(count);
        let (index, old) = (a.index(count), b.index(count) + 1);
        let mut kept = Kept(all.clone());
        let mut frontier = Frontier::new();
        all.iter().for_each(|leaf| frontier.append(*leaf));
        prop_assert_eq!(frontier.root(), naive_root(&all));
        prop_assert_eq!(Frontier::from_bytes(&frontier.to_bytes()), Some(frontier));

        let (small, large, place) = (size(&all[..old]), size(&all), size(&all[..index]));
        let Ok(path) = inclusion(&mut kept, place, large);
        prop_assert_eq!(path, Some(naive_path(index, &all)));
        let Ok(proof) = consistency(&mut kept, small, large);
        prop_assert_eq!(proof, Some(naive_subproof(old, &all, true)));
    }

    #[test]
    fn proofs_hold_and_nothing_else_does(count in 2_usize..200, a: prop::sample::Index, b: prop::sample::Index, bit in 0_usize..256) {
        let all = leaves(count);
        let (index, old) = (a.index(count), b.index(count) + 1);
        let (root, old_root) = (naive_root(&all), naive_root(&all[..old]));
        let (path, proof) = (naive_path(index, &all), naive_subproof(old, &all, true));
        let (place, small, large) = (size(&all[..index]), size(&all[..old]), size(&all));
        let flipped = |hash: Hash| { let mut hash = hash; hash.0[bit / 8] ^= 1 << (bit % 8); hash };
        let spoiled = |proof: &[Hash]| (0..proof.len()).map(|i| { let mut one = proof.to_vec(); one[i] = flipped(one[i]); one }).collect::<Vec<_>>();

        prop_assert!(verify_inclusion(all[index], place, large, &path, &root));
        prop_assert!(!verify_inclusion(flipped(all[index]), place, large, &path, &root));
        prop_assert!(!verify_inclusion(all[index], (place + 1) % large, large, &path, &root));
        prop_assert!(!verify_inclusion(all[index], place, large, &path[1..], &root));
        prop_assert!(!verify_inclusion(all[index], place, large, &[&path[..], &[root]].concat(), &root));
        for wrong in spoiled(&path) {
            prop_assert!(!verify_inclusion(all[index], place, large, &wrong, &root));
        }

        prop_assert!(verify_consistency(small, large, &old_root, &root, &proof));
        prop_assert!(verify_consistency(0, large, &empty_root(), &root, &[]));
        prop_assert!(!verify_consistency(0, large, &old_root, &root, &[]));
        prop_assert!(!verify_consistency(small, large, &flipped(old_root), &root, &proof));
        prop_assert!(!verify_consistency(small, large, &old_root, &flipped(root), &proof));
        prop_assert!(!verify_consistency(small, large, &old_root, &root, &[&proof[..], &[root]].concat()));
        prop_assert!(!verify_consistency(large + 1, large, &old_root, &root, &proof));
        for wrong in spoiled(&proof) {
            prop_assert!(!verify_consistency(small, large, &old_root, &root, &wrong));
        }
    }
}
