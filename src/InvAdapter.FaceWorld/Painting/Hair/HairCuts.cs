namespace InvAdapter.FaceWorld.Painting;

/// <summary>The cut of every style.</summary>
internal static class HairCuts
{
    private static readonly Dictionary<HairStyle, HairCut> All = new()
    {
        [HairStyle.Bald] = new BaldCut(),
        [HairStyle.Buzz] = new BuzzCut(),
        [HairStyle.Short] = new ShortCut(),
        [HairStyle.SidePart] = new SidePartCut(),
        [HairStyle.SlickedBack] = new SlickedBackCut(),
        [HairStyle.Quiff] = new QuiffCut(),
        [HairStyle.Receding] = new RecedingCut(),
        [HairStyle.Mohawk] = new MohawkCut(),
        [HairStyle.Pixie] = new PixieCut(),
        [HairStyle.Bowl] = new BowlCut(),
        [HairStyle.Bob] = new BobCut(),
        [HairStyle.LongStraight] = new LongStraightCut(),
        [HairStyle.LongWavy] = new LongWavyCut(),
        [HairStyle.LongFringe] = new LongFringeCut(),
        [HairStyle.Curly] = new CurlyCut(),
        [HairStyle.Afro] = new AfroCut(),
        [HairStyle.Bun] = new BunCut(),
        [HairStyle.Ponytail] = new PonytailCut(),
        [HairStyle.Braids] = new BraidsCut(),
        [HairStyle.SpaceBuns] = new SpaceBunsCut(),
    };

    public static HairCut For(HairStyle style) => All[style];
}
