namespace InvAdapter.Graphs;

/// <summary>Reads the weights of some output channels, [count,in·k·k].</summary>
internal delegate void ChannelReader(int first, int count, Span<float> destination);
