"""Common given names: what tells ``kayla`` from ``rotating``, and ``Tammy Shapiro, George Ruiz`` from a group's name.

A table never holds every name. It is asked only where nothing else shows that words are a name: written without
capitals and without an address, or behind a comma, where an affiliation stands as well. What is not in it
is asked; so are names that are common words, like "skip" and "hope".
"""

from mailflow.read.answers.result import listed

GIVEN_NAMES = listed(
    """
    aaron abby abdul abe abigail abraham ada adam adrian agnes ahmad ahmed aisha al alan albert alberto alejandra
    alejandro alex alexa alexander alexandra alexis alfred ali alice alicia alison allen allison alma althea alvin
    amanda amber amir amos amy ana anders andre andrea andreas andres andrew andy angel angela angelica angie anita
    ann anna anne annette annie ansel anthony antoine anton antonia antonio arlene arne arnold arthur arturo ashley
    astrid audrey austin ava barb barbara barry bart bea beatrice beatriz becca becky ben benjamin bernadette bernard
    bernice bernie bert bertha beth betsy betty bev beverly bill billy blake bob bobby bonnie boris brad bradley
    brandi brandon brandy brenda brendan brent brian bridget britt brittany bruce bruno bryan byron caitlin caleb
    calvin camila camille candace carl carla carlos carmen carol carole caroline carolyn carrie casey cassandra
    catherine cathy cecilia celeste celia chad charlene charles charlie charlotte chelsea cheryl chloe chris christina
    christine christopher chuck cindy claire clara clarence clark claudia clay cliff clifford clint clyde cole colin
    connie conrad consuelo corey courtney craig cristina crystal curt curtis cynthia daisy dale damon dan dana daniel
    daniela danielle danny darlene darren darryl dave david dean deb debbie deborah debra dee del delia delores denise
    dennis derek desmond devin devon diana diane diego dimitri dina dmitri dolores dominic don donald donna dora
    doreen doris dorothy dot doug douglas drew duane dustin dwayne dwight dylan earl ed eddie edgar edith eduardo
    edward edwin eileen elaine eleanor elena eli elias elijah elisa elise elizabeth ella ellen ellie ellis elsa emil
    emilia emilio emily emma eric erica erik erika erin ernest ernesto ernie esperanza estela esther ethan eugene eva
    evan eve evelyn fatima felicia felipe felix fernando fiona florence frances francesca francis francisco frank
    frankie franklin fred freddie frederick gabriel gabriela gail gary gavin gene geoff geoffrey george gerald
    geraldine gerard gerry gertrude gilbert gina ginny gladys glen glenn gloria gordon graham greg gregory greta
    guadalupe guillermo gus gustavo gwen hal hank hannah hans harold harriet harry harvey hassan hattie hazel heather
    hector heidi helen helena henry herb herbert hilary hilda holly howard hugh hugo ian ibrahim ida ignacio igor
    imani imogen ines ingrid ira irene iris irma isaac isabel isabella isaiah ivan jack jackie jackson jacob
    jacqueline jaime jake jamal james jamie jan jane janelle janet janice jared jasmine jason javier jay jean jeanette
    jeanne jeff jeffrey jen jenna jennifer jenny jeremiah jeremy jermaine jerome jerry jesse jessica jessie jesus jill
    jim jimmy jo joan joann joanna joanne joaquin jodi joe joel joey johan johanna john johnny jon jonas jonathan
    jordan jorge jose josefina joseph josephine josh joshua joyce juan juana juanita judith judy julia julian juliana
    julie julio justin kaitlyn kara karen karim karl kate katherine kathleen kathryn kathy katie katrina kay kayla
    keisha keith kelly kelsey ken kendra kenneth kenny kent kerry kevin khalid kim kimberly kirk kris krista kristen
    kristin kristina kurt kyle larry latoya laura lauren laurie lauryn lawrence leah lee leila lena leo leon leonard
    leroy leslie lester lewis liam lila lillian lily lin lina linda lindsay lisa liz lois lola lonnie lora loren
    lorenzo loretta lori lorna lorraine lou louis louise lucas lucia lucille lucy luis luisa luke lupe lupita luther
    luz lydia lyle lynda lynn mabel mackenzie madeline madison mae magda maggie malcolm malik manny manuel marc marcel
    marcela marcia marco marcos marcus margaret margarita marge margie marguerite maria mariah mariam marian marianne
    marie marilyn marina mario marion marisol marjorie mark marlene marsha marshall marta martha martin marty marvin
    mary maryam mateo matt matthew mattie maureen maurice mavis maxine megan mei melanie melinda melissa melvin
    mercedes meredith mia michael micheal michele michelle miguel mike mildred miles milt milton mimi mina mindy
    miranda miriam mitch mitchell mohamed mohammed moira molly mona monica monique morgan morris moses muhammad muriel
    myra myrtle nadia nadine nancy naomi natalia natalie natasha nate nathan nathaniel ned neil nell nellie nelson
    nicholas nick nicolas nicole nina noah noel nora norma norman octavia olga oliver olivia ollie omar opal oscar
    otis otto owen pablo paige pam pamela pat patrice patricia patrick patsy patty paul paula pauline pearl pedro
    peggy penny percy perry pete peter petra phil philip phillip phoebe phyllis pierre polly preston priscilla priya
    rachel rafael ralph ramon ramona randall randy raquel raul ravi ray raymond rebecca reggie regina renee reuben
    rhonda ricardo richard rick ricky rita rob robert roberta roberto robin rod roderick rodney roger roland ron
    ronald ronda ronnie rory rosa rosalie rosario rose rosemary rosie ross rowan roxanne roy ruben ruby rudy russ
    russell ruth ryan sabrina sadie sally salvador sam samantha samir samuel sandra sandy sanjay santiago sara sarah
    sasha saul scott sean selma serena sergio seth shane shannon shari sharon shauna shawn sheila shelby sheldon
    shelly sherry shirley sid sidney silvia simon simone sofia sonia sonya sophia sophie spencer stacey stacy stan
    stanley stella stephanie stephen steve steven stewart stuart sue susan susana susanna susie suzanne sven sylvia
    tamara tammy tanya tara tasha tatiana ted terence teresa terrance terrence terri terry tess thelma theo theodore
    theresa thomas tiffany tim timothy tina toby todd tom tomas tommy toni tony tonya tracey traci tracy travis trevor
    tricia trish tristan troy tyler tyrone ursula valerie vanessa vera vernon veronica vic vicki vicky victor victoria
    vince vincent viola violet virgil virginia vivian wade wallace walt walter wanda warren wayne wendell wendy wes
    wesley whitney wilbur willa willard william willie wilma winifred winston wren xavier yael yasmin yolanda yusuf
    yvette yvonne zach zachary zack zoe zora
    """
)
