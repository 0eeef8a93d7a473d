namespace InvAdapter.Models;

/// <summary>A token of a word, and where it begins.</summary>
/// <param name="Id">Id in the vocabulary.</param>
/// <param name="Start">First byte of the token in the word's UTF-8.</param>
internal readonly record struct WordToken(int Id, int Start);

/// <summary>
/// Byte pair encoding (Sennrich et al. 2016): of all neighbours in a word, those whose merge was learned first are joined,
/// everywhere from left to right, until no merge is left.
/// </summary>
internal static class BytePairEncoder
{
    /// <summary>The tokens of one word. A queue of candidate pairs makes this n log n, so that a megabyte without a space is no attack.</summary>
    public static WordToken[] Encode(ClipVocabulary vocabulary, ReadOnlySpan<byte> word)
    {
        var symbols = new SymbolChain(vocabulary, word);
        var candidates = new PriorityQueue<Pair, (int Rank, int Position)>();
        for (int i = 0; i < word.Length - 1; i++)
            Propose(i);

        var merged = new List<int>();
        while (candidates.TryPeek(out _, out (int Rank, int Position) best))
        {
            // Every pair of this rank is joined before the pairs that come of it are looked at.
            merged.Clear();
            while (candidates.TryPeek(out Pair pair, out (int Rank, int Position) at) && at.Rank == best.Rank)
            {
                candidates.Dequeue();
                if (symbols.TryJoin(at.Position, pair))
                    merged.Add(at.Position);
            }

            foreach (int position in merged)
            {
                Propose(position);
                if (symbols.Previous(position) >= 0)
                    Propose(symbols.Previous(position));
            }
        }

        return symbols.ToTokens();

        void Propose(int position)
        {
            if (symbols.TryGetPair(position, out int left, out int right) && vocabulary.TryMerge(left, right, out ClipVocabulary.Merge merge))
                candidates.Enqueue(new Pair(left, right, merge.Id), (merge.Rank, position));
        }
    }

    private readonly record struct Pair(int Left, int Right, int Merged);

    /// <summary>The symbols of a word as a linked list over its byte positions.</summary>
    private readonly struct SymbolChain
    {
        private const int Gone = -1;
        private readonly int[] _ids;
        private readonly int[] _next;
        private readonly int[] _previous;

        public SymbolChain(ClipVocabulary vocabulary, ReadOnlySpan<byte> word)
        {
            _ids = new int[word.Length];
            _next = new int[word.Length];
            _previous = new int[word.Length];
            for (int i = 0; i < word.Length; i++)
            {
                _ids[i] = vocabulary.IdOf(word[i], endsWord: i == word.Length - 1);
                _next[i] = i + 1;
                _previous[i] = i - 1;
            }
        }

        public int Previous(int position) => _previous[position];

        public bool TryGetPair(int position, out int left, out int right)
        {
            bool found = _ids[position] != Gone && _next[position] < _ids.Length;
            left = found ? _ids[position] : Gone;
            right = found ? _ids[_next[position]] : Gone;
            return found;
        }

        /// <summary>Joins the symbols at a position, unless they are no longer the pair that was proposed.</summary>
        public bool TryJoin(int position, Pair pair)
        {
            if (!TryGetPair(position, out int left, out int right) || left != pair.Left || right != pair.Right)
                return false;

            int joined = _next[position];
            _ids[position] = pair.Merged;
            _ids[joined] = Gone;
            _next[position] = _next[joined];
            if (_next[joined] < _ids.Length)
                _previous[_next[joined]] = position;
            return true;
        }

        public WordToken[] ToTokens()
        {
            var tokens = new List<WordToken>();
            for (int i = 0; i < _ids.Length; i = _next[i])
                tokens.Add(new WordToken(_ids[i], i));
            return [.. tokens];
        }
    }
}
