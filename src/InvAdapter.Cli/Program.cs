Console.WriteLine("invadapter");
