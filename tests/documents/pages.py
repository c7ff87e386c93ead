"""A page each of German and Japanese, as a textbook would have them; written for these tests."""

GERMAN = """# Die Zelle

Jedes Lebewesen besteht aus Zellen. Eine **Zelle** ist die kleinste Einheit, die alle Merkmale des Lebens zeigt, z. B.
Stoffwechsel, Wachstum und Fortpflanzung. Manche Lebewesen, u. a. die Bakterien, bestehen aus einer einzigen Zelle; der
Mensch hat davon etwa 30 Billionen.

## Der Bau der Zelle

Der **Zellkern** enthält die Erbanlagen und steuert alle Vorgänge in der Zelle. Er ist von einer doppelten Membran
umgeben, deren Poren nur bestimmte Stoffe durchlassen. Dr. Robert Brown beschrieb ihn am 3. Mai 1831 zum ersten Mal, als
er die Blätter von Orchideen untersuchte.

Ein **Mitochondrium** ist ein Organell, das aus Nährstoffen Energie gewinnt. Muskelzellen besitzen besonders viele,
d. h. mehrere Tausend, weil sie viel Energie brauchen. Erst im 20. Jahrhundert verstand man, wie das vor sich geht.

## Die Entdeckung

Die ersten Zellen sah Robert Hooke im 17. Jahrhundert unter seinem Mikroskop. Er untersuchte eine dünne Scheibe Kork und
fand darin kleine Kammern, die ihn an die Zellen eines Klosters erinnerten. Was er sah, waren allerdings nur die Wände
abgestorbener Zellen. Lebende Zellen beschrieb wenige Jahre später Antoni van Leeuwenhoek, der seine Linsen selbst
schliff und damit Teichwasser, Blut und Zahnbelag betrachtete.
"""

JAPANESE = """# 細胞のつくり

生物の体は細胞からできている。**細胞**とは、生命のあらゆる特徴を示す最小の単位である。細菌のように一つの細胞だけで生きる
生物もいれば、ヒトのように数十兆個の細胞からなる生物もいる。どちらの細胞も、膜に包まれ、遺伝情報をもち、自ら増えるという
点では変わらない。

## 核とミトコンドリア

**核**は遺伝情報をおさめ、細胞の働きを調節する構造である。核は二重の膜に囲まれており、膜には多くの孔がある。この孔を通って、
核の中でつくられた情報が細胞質へと運ばれる。一八三一年、ブラウンはランの葉を観察して核を見つけ、「どの細胞にも同じものが
ある。」と書き残した。その意味が明らかになったのは、ずっと後のことである。

**ミトコンドリア**は、栄養分を分解してエネルギーを取り出す小さな器官である。筋肉の細胞には数千個ものミトコンドリアがある。
なぜ、それほど多く必要なのだろうか？筋肉は休みなく動き、大量のエネルギーを使うからである。植物の細胞には、このほかに葉緑体
があり、光のエネルギーを使って養分をつくる。葉緑体もミトコンドリアも、かつては独立した生物であったと考えられている。

## 細胞の発見

細胞を初めて観察したのは、十七世紀のフックである。フックは自作の顕微鏡でコルクの薄片をのぞき、小さな部屋が並んでいるのを
見つけた。しかし、そのとき見えていたのは、死んだ細胞の壁にすぎなかった。生きた細胞を見たのは、レーウェンフックである。彼は
みずから磨いたレンズで、池の水や血液を観察し、動きまわる小さな生物を記録した。その後、シュライデンは植物について、シュワン
は動物について、体がすべて細胞からできていることを明らかにした。これを細胞説という。
"""
